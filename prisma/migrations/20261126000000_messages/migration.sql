-- Words of people for agents, read when the agent asks for them.
CREATE TABLE "messages" (
  project    text NOT NULL,
  id         text NOT NULL,
  agent_id   text NOT NULL,
  session_id text,
  text       text NOT NULL,
  sent_by    text NOT NULL,
  sent_at    timestamptz(3) NOT NULL,
  read_at    timestamptz(3),
  read_by    text,
  CONSTRAINT messages_pkey PRIMARY KEY (project, id)
);
CREATE INDEX messages_project_agent_id_sent_at_idx ON messages (project, agent_id, sent_at);
