-- Who may do what: people, their sessions, the links that make them, the keys of programs, and a log that is only written to.
CREATE TABLE "users" (
  id            text NOT NULL,
  -- In lower case.
  email         text NOT NULL,
  name          text NOT NULL,
  password_hash text,
  is_owner      boolean NOT NULL DEFAULT false,
  created_at    timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  last_login_at timestamptz(3),
  disabled_at   timestamptz(3),
  CONSTRAINT users_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX users_email_key ON users (email);

CREATE TABLE "user_identities" (
  issuer  text NOT NULL,
  subject text NOT NULL,
  user_id text NOT NULL,
  CONSTRAINT user_identities_pkey PRIMARY KEY (issuer, subject),
  CONSTRAINT user_identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX user_identities_user_id_idx ON user_identities (user_id);

CREATE TABLE "memberships" (
  project text NOT NULL,
  user_id text NOT NULL,
  role    text NOT NULL,
  CONSTRAINT memberships_pkey PRIMARY KEY (project, user_id),
  CONSTRAINT memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX memberships_user_id_idx ON memberships (user_id);

CREATE TABLE "sessions" (
  token_hash   bytea NOT NULL,
  id           text NOT NULL,
  user_id      text NOT NULL,
  address      text NOT NULL,
  user_agent   text NOT NULL,
  created_at   timestamptz(3) NOT NULL,
  last_seen_at timestamptz(3) NOT NULL,
  expires_at   timestamptz(3) NOT NULL,
  CONSTRAINT sessions_pkey PRIMARY KEY (token_hash),
  CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX sessions_id_key ON sessions (id);
CREATE INDEX sessions_user_id_idx ON sessions (user_id);
CREATE INDEX sessions_expires_at_idx ON sessions (expires_at);

CREATE TABLE "one_time_links" (
  token_hash bytea NOT NULL,
  id         text NOT NULL,
  -- setup, invite or reset
  kind       text NOT NULL,
  email      text,
  user_id    text,
  project    text,
  role       text,
  created_by text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  used_at    timestamptz(3),
  CONSTRAINT one_time_links_pkey PRIMARY KEY (token_hash),
  CONSTRAINT one_time_links_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX one_time_links_id_key ON one_time_links (id);
CREATE INDEX one_time_links_project_kind_idx ON one_time_links (project, kind);
CREATE INDEX one_time_links_user_id_idx ON one_time_links (user_id);

CREATE TABLE "api_keys" (
  id             text NOT NULL,
  project        text NOT NULL,
  name           text NOT NULL,
  secret_hash    bytea NOT NULL,
  -- After a rotation the secret before holds until then.
  previous_hash  bytea,
  previous_until timestamptz(3),
  scopes         text[] NOT NULL,
  created_by     text NOT NULL,
  created_at     timestamptz(3) NOT NULL,
  rotated_at     timestamptz(3),
  expires_at     timestamptz(3),
  last_used_at   timestamptz(3),
  revoked_at     timestamptz(3),
  CONSTRAINT api_keys_pkey PRIMARY KEY (id)
);
CREATE INDEX api_keys_project_created_at_idx ON api_keys (project, created_at);

CREATE TABLE "audit_log" (
  id       bigserial NOT NULL,
  at       timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  -- null = of the whole installation
  project  text,
  -- person, key, visitor or server
  who_kind text NOT NULL,
  who_id   text,
  who      text NOT NULL,
  what     text NOT NULL,
  target   text,
  address  text,
  detail   jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT audit_log_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_log_project_id_idx ON audit_log (project, id);
CREATE INDEX audit_log_what_id_idx ON audit_log (what, id);
CREATE INDEX audit_log_at_idx ON audit_log (at);

-- What is written stays as it is, whoever asks.
CREATE FUNCTION binnacle_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_log is append-only';
END $$;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION binnacle_audit_is_append_only();

ALTER TABLE projects ADD COLUMN name text, ADD COLUMN created_at timestamptz(3), ADD COLUMN archived_at timestamptz(3);
