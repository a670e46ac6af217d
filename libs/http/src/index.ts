/** What the doors share about requests: bodies, who calls, what a route asks of them. Imports `@binnacle/events` only. */
export { bodyText, type EncodedBody } from './body-text.js';
export { CALLER_PROJECT, InProject, projectOf } from './in-project.js';
export { mediaType } from './media-type.js';
export { parseJson } from './parse-json.js';
export { personCookie, personOf } from './person-cookie.js';
export { PERMISSIONS, type Permission, REQUIRED_PERMISSION, Requires } from './requires.js';
