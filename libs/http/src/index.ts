/** What doors do with the bodies of requests. Imports `@binnacle/events` only. */
export { bodyText, type EncodedBody } from './body-text.js';
export { mediaType } from './media-type.js';
export { parseJson } from './parse-json.js';
export { personCookie, personOf } from './person-cookie.js';
