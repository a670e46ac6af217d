/** The one way in: accept(), and the adapters that turn foreign shapes into events. */
export { type AcceptOutcome, type AcceptReport, AcceptService, type Rejection, Unreadable } from './accept.service.js';
export { CLOUD_EVENT_CONTENT } from './adapters/cloudevents/openapi.js';
export { factId } from './adapters/fact-id.js';
export { fitEvent } from './adapters/hooks/fit-event.js';
export { HOOK_VENDORS, type HookBody, type HookVendor, hookBody, textOf, UNKNOWN } from './adapters/hooks/hook-body.js';
export { type HookOrigin, hookAgent, hookEvent } from './adapters/hooks/hook-event.js';
export { askedQuestions, hookQuestionText } from './adapters/hooks/hook-question-text.js';
export { HeldReleaser } from './adapters/otlp/mapping/held-releaser.js';
export { type MappedOutcome, OtlpMapper } from './adapters/otlp/mapping/otlp-mapper.js';
export { OtlpMapperOptions } from './adapters/otlp/mapping/otlp-mapper-options.js';
export { otlpStatus } from './adapters/otlp/otlp-status.js';
export { isOtlpRoute, isTelemetryRoute, TELEMETRY_BODY_BYTES } from './adapters/otlp/telemetry-routes.js';
export { INGEST_SCHEMAS } from './adapters/rest/openapi.js';
export { TELEMETRY_SCHEMAS } from './adapters/telemetry-schemas.js';
export type { Companion } from './companion.js';
export { IngestModule } from './ingest.module.js';
export { type PricedTokens, Pricing } from './pricing.js';
