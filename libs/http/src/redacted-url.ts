/** Parameters and paths that hold a secret. */
const SECRETS = /([?&](?:key|code|state|token)=)[^&#]*/gi;
const LINKS = /(\/(?:setup|invite|reset|notify\/answer)\/)[^/?#]+/gi;

/** A request's URL as it may stand in a log. */
export const redactedUrl = (url: string): string => url.replace(SECRETS, '$1[redacted]').replace(LINKS, '$1[redacted]');
