-- What spans and log records of one trace tell each other: a child inherits who it is from a parent that may come later.
CREATE TABLE "trace_nodes" (
  project    text NOT NULL,
  trace_id   text NOT NULL,
  node_id    text NOT NULL,
  parent_id  text,
  session_id text,
  agent_id   text,
  leads      boolean NOT NULL DEFAULT false,
  is_partial boolean NOT NULL DEFAULT false,
  seen_at    timestamptz(3) NOT NULL,
  held       jsonb,
  release_at timestamptz(3),
  CONSTRAINT trace_nodes_pkey PRIMARY KEY (project, trace_id, node_id)
);
CREATE INDEX trace_nodes_release_at_idx ON trace_nodes (release_at);
CREATE INDEX trace_nodes_seen_at_idx ON trace_nodes USING brin (seen_at);

-- Calls of models whose cost nobody knows: a sum that leaves them out says so.
ALTER TABLE "rollups" ADD COLUMN unpriced bigint;
