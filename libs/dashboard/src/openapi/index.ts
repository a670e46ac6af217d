/** What the addresses of this module answer, as schemas of the OpenAPI document; a test holds every answer to them. */
import { AUDIT_SCHEMAS } from './audit-schemas.js';
import { OWN_DASHBOARD_SCHEMAS } from './dashboard-schemas.js';
import { EVENT_SCHEMAS } from './event-schemas.js';
import { PLUGIN_SCHEMAS } from './plugin-schemas.js';
import { PROJECT_SCHEMAS } from './project-schemas.js';
import { STATISTICS_SCHEMAS } from './statistics-schemas.js';
import { STORAGE_SCHEMAS } from './storage-schemas.js';

export const DASHBOARD_SCHEMAS = {
  ...AUDIT_SCHEMAS,
  ...OWN_DASHBOARD_SCHEMAS,
  ...EVENT_SCHEMAS,
  ...PLUGIN_SCHEMAS,
  ...PROJECT_SCHEMAS,
  ...STATISTICS_SCHEMAS,
  ...STORAGE_SCHEMAS,
};
