/** The one way in: accept(), and the adapters that turn foreign shapes into events. */
export { type AcceptOutcome, AcceptService, type Rejection, Unreadable } from './accept.service.js';
export { claudeCodeEvent } from './adapters/hooks/claude-code-event.js';
export { INGEST_SCHEMAS } from './adapters/rest/openapi.js';
export type { Companion } from './companion.js';
export { IngestModule } from './ingest.module.js';
