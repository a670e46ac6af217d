/** What the doors share about requests: bodies, who calls, what a route asks of them. Imports `@binnacle/events` only. */
export { type ActingThrough, actorName } from './actor-name.js';
export { isProjectArchived, PROJECT_ARCHIVED } from './archived-project.js';
export { BodyBudget, BodyLease, giveLease, leaseOf } from './body-budget.js';
export { bodyBytes, type EncodedBody } from './body-bytes.js';
export { bodyText } from './body-text.js';
export {
  CALLER,
  type Caller,
  callerOf,
  type KeyCaller,
  mayCaller,
  type OpenCaller,
  type PersonCaller,
  type ProjectPermission,
  type UnknownCaller,
} from './caller.js';
export { CALLER_PROJECT, InProject, projectOf } from './in-project.js';
export { mediaType } from './media-type.js';
export { parseJson } from './parse-json.js';
export { personCookie, personOf } from './person-cookie.js';
export { inScopeOf, inScopeUntil, openScope, projectInScope } from './project-scope.js';
export { redactedUrl } from './redacted-url.js';
export { ANSWERS_REFUSALS, AnswersRefusals, REFUSAL, refusalOf } from './refusal.js';
export { refuseUnknown } from './refuse-unknown.js';
export { PERMISSIONS, type Permission, REQUIRED_PERMISSION, Requires } from './requires.js';
