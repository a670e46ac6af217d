-- A question has a kind, a deadline, a reply in parts, and a way back to the agent that can be followed.
ALTER TYPE question_state ADD VALUE 'expired';

ALTER TABLE questions
  ADD COLUMN kind              text NOT NULL DEFAULT 'text',
  ADD COLUMN allow_other       boolean NOT NULL DEFAULT true,
  ADD COLUMN action            jsonb,
  ADD COLUMN allowed           text[] NOT NULL DEFAULT '{}',
  ADD COLUMN response_schema   jsonb,
  ADD COLUMN items             jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN context           jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN shown_hash        text NOT NULL DEFAULT '',
  ADD COLUMN expires_at        timestamptz(3),
  ADD COLUMN on_timeout        text NOT NULL DEFAULT 'wait',
  ADD COLUMN fallback          jsonb,
  ADD COLUMN overdue_at        timestamptz(3),
  ADD COLUMN claimed_by        text,
  ADD COLUMN claimed_until     timestamptz(3),
  ADD COLUMN assigned_to       text,
  ADD COLUMN reply             jsonb,
  ADD COLUMN rule_id           text,
  ADD COLUMN action_hash       text,
  ADD COLUMN delivered_at      timestamptz(3),
  ADD COLUMN delivered_to      text,
  ADD COLUMN undelivered_since timestamptz(3),
  ADD COLUMN resumed_at        timestamptz(3),
  ADD COLUMN mismatched_at     timestamptz(3);

UPDATE questions SET kind = 'choice' WHERE jsonb_array_length(options) > 0;

-- What was closed before there was delivery is not to be delivered again.
UPDATE questions SET delivered_at = closed_at, delivered_to = 'before the upgrade' WHERE state = 'answered';

CREATE INDEX questions_state_expires_at_idx ON questions (state, expires_at);
CREATE INDEX questions_state_delivered_at_closed_at_idx ON questions (state, delivered_at, closed_at);
CREATE INDEX questions_project_session_id_state_idx ON questions (project, session_id, state);

-- Approvals that hold for more than one call.
CREATE TABLE "approval_rules" (
  project      text NOT NULL,
  id           text NOT NULL,
  agent_id     text,
  session_id   text,
  tool         text NOT NULL,
  args_hash    text,
  question_id  text NOT NULL,
  created_by   text NOT NULL,
  created_at   timestamptz(3) NOT NULL,
  revoked_by   text,
  revoked_at   timestamptz(3),
  uses         integer NOT NULL DEFAULT 0,
  last_used_at timestamptz(3),
  CONSTRAINT approval_rules_pkey PRIMARY KEY (project, id)
);
CREATE INDEX approval_rules_project_tool_revoked_at_idx ON approval_rules (project, tool, revoked_at);
