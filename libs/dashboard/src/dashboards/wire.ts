import type { Dashboard } from './dashboards.service.js';

/** The dashboard in JSON: also what is exported and imported. */
export const dashboardToWire = ({ id, name, panels, home, revision, createdAt, updatedAt }: Dashboard) => ({
  id,
  name,
  panels,
  home,
  revision,
  created_at: createdAt.toISOString(),
  updated_at: updatedAt.toISOString(),
});
