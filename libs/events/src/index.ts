/** The event model: the shapes, limits and error codes every part agrees on. Imports nothing of ours. */
export { createEvent, type EventInput } from './create-event.js';
export { cutPayload } from './cut-payload.js';
export { BinnacleError, type ErrorContext, LifecycleError } from './errors/binnacle-error.js';
export { ERROR_CODES, type ErrorCode, type ErrorDefinition } from './errors/error-codes.js';
export { EventDto } from './event.dto.js';
export { type BinnacleEvent, type EventDraft, type EventOf, isEvent } from './event.js';
export {
  ACTION,
  CATEGORIES,
  CATEGORY,
  type CoreCategory,
  EventTypes,
  type KnownEventType,
  splitType,
} from './event-type.js';
export { asksForTypes, HIDDEN_TYPES, isHidden } from './hidden.js';
export { assertStorableText, inspectJson, isStorableText, toStorable } from './inspect-json.js';
export { isJsonObject, type JsonObject, type JsonValue } from './json.js';
export {
  DEFAULT_LIMITS,
  DEFAULT_PROJECT,
  type Limits,
  MAX_AHEAD_MS,
  MAX_ID_CHARS,
  MAX_REFERENCE_CHARS,
} from './limits.js';
export { type Arrival, parseEvent } from './parse-event.js';
export {
  canonicalPatterns,
  type EventPattern,
  intersectPatterns,
  MAX_PATTERNS,
  matchesPatterns,
  type PatternSet,
  parsePatterns,
} from './pattern.js';
export type {
  AgentPayload,
  AnswerPayload,
  EventPayloads,
  FailurePayload,
  MessageChangePayload,
  MessagePayload,
  ModelPayload,
  PayloadOf,
  ProgressPayload,
  QuestionChangePayload,
  QuestionPayload,
  ResultPayload,
  RulePayload,
  ToolPayload,
} from './payloads/event-payloads.js';
export { actionHash, hashOf } from './payloads/hash.js';
export {
  type AskedItem,
  contentOf,
  propertiesOf,
  type QuestionContent,
  shownHash,
  valueOfOption,
} from './payloads/question-content.js';
export {
  checkQuestion,
  DECISIONS,
  type Decision,
  QUESTION_KINDS,
  type QuestionAction,
  type QuestionContext,
  type QuestionItem,
  type QuestionKind,
  type QuestionOption,
  type Reply,
  SCOPES,
  type Scope,
  TIMEOUT_POLICIES,
  type TimeoutPolicy,
  usableFields,
} from './payloads/question-fields.js';
export {
  type Comparison,
  type Condition,
  jsonText,
  matchesConditions,
  type PayloadLiteral,
  REFERENCE_FIELDS,
  type ReferenceField,
} from './query/condition.js';
export { MAX_QUERY_CHARS, type ParsedQuery, parseQuery, QUERY_FIELDS } from './query/parse-query.js';
export { withTimes } from './query/with-times.js';
export { isAfterwards, tellsState } from './telemetry/afterwards.js';
export { clientAgent } from './telemetry/client-agent.js';
export { type Identity, identityOf } from './telemetry/identity.js';
export type {
  LogRecord,
  MetricPoint,
  OtlpRecord,
  SpanEvent,
  SpanRecord,
  TelemetryOrigin,
} from './telemetry/records.js';
export { MAX_EPOCH_MS, parseTimestamp } from './timestamp.js';
export { fromWire, toWire, type WireEvent, type WireEventInput } from './wire.js';
