-- Rules that tell people of questions, the channels they use, and what became of each notification.
CREATE TABLE "notification_channels" (
  project    text NOT NULL,
  id         text NOT NULL,
  name       text NOT NULL,
  settings   jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT notification_channels_pkey PRIMARY KEY (project, id)
);

CREATE TABLE "notification_rules" (
  project      text NOT NULL,
  id           text NOT NULL,
  name         text NOT NULL,
  enabled      boolean NOT NULL,
  event        text NOT NULL,
  agents       text[] NOT NULL DEFAULT '{}',
  kinds        text[] NOT NULL DEFAULT '{}',
  skip_claimed boolean NOT NULL,
  steps        jsonb NOT NULL,
  since_seq    bigint NOT NULL,
  created_at   timestamptz(3) NOT NULL DEFAULT now(),
  updated_at   timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT notification_rules_pkey PRIMARY KEY (project, id)
);

CREATE TABLE "notification_deliveries" (
  project     text NOT NULL,
  id          text NOT NULL,
  rule_id     text NOT NULL,
  step        integer NOT NULL,
  channel_id  text NOT NULL,
  event       text NOT NULL,
  subject_id  text NOT NULL,
  event_id    text NOT NULL,
  agent_id    text,
  state       text NOT NULL DEFAULT 'waiting',
  due_at      timestamptz(3) NOT NULL,
  next_at     timestamptz(3) NOT NULL,
  attempts    integer NOT NULL DEFAULT 0,
  status      integer,
  error       text,
  finished_at timestamptz(3),
  CONSTRAINT notification_deliveries_pkey PRIMARY KEY (project, id)
);
CREATE UNIQUE INDEX notification_deliveries_project_rule_id_event_subject_id_st_key
  ON notification_deliveries (project, rule_id, event, subject_id, step);
CREATE INDEX notification_deliveries_state_next_at_idx ON notification_deliveries (state, next_at);
CREATE INDEX notification_deliveries_project_subject_id_idx ON notification_deliveries (project, subject_id);

-- How far the events of a project have been looked at.
CREATE TABLE "notification_cursors" (
  project text NOT NULL,
  seq     bigint NOT NULL,
  CONSTRAINT notification_cursors_pkey PRIMARY KEY (project)
);

CREATE TABLE "notification_tokens" (
  hash        text NOT NULL,
  project     text NOT NULL,
  question_id text NOT NULL,
  shown_hash  text NOT NULL,
  reply       jsonb NOT NULL,
  by          text NOT NULL,
  expires_at  timestamptz(3) NOT NULL,
  spent_at    timestamptz(3),
  CONSTRAINT notification_tokens_pkey PRIMARY KEY (hash)
);
CREATE INDEX notification_tokens_project_question_id_idx ON notification_tokens (project, question_id);
CREATE INDEX notification_tokens_expires_at_idx ON notification_tokens (expires_at);

CREATE TABLE "push_subscriptions" (
  project    text NOT NULL,
  id         text NOT NULL,
  endpoint   text NOT NULL,
  p256dh     text NOT NULL,
  auth       text NOT NULL,
  label      text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT push_subscriptions_pkey PRIMARY KEY (project, id)
);

-- Keys the server made for itself, once.
CREATE TABLE "server_keys" (
  name  text NOT NULL,
  value jsonb NOT NULL,
  CONSTRAINT server_keys_pkey PRIMARY KEY (name)
);
