-- Key-value stores of agents that ask by writing into them.
CREATE TABLE "workspace_entries" (
  project    text NOT NULL,
  workspace  text NOT NULL,
  key        text NOT NULL,
  value      jsonb NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  CONSTRAINT workspace_entries_pkey PRIMARY KEY (project, workspace, key)
);
