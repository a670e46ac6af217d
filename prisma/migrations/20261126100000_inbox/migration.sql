-- The inbox reads open questions by how long they wait, and closed ones by when they closed.
CREATE INDEX questions_project_state_asked_at_idx ON questions (project, state, asked_at);
CREATE INDEX questions_project_closed_at_id_idx ON questions (project, closed_at, id);
DROP INDEX questions_project_state_idx;
