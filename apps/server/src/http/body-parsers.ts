import { DEFAULT_LIMITS } from '@binnacle/events';
import type { FastifyInstance } from 'fastify';

/** Bytes of a body on every route but the event door. */
const SMALL_BODY_BYTES = 1_048_576;
/** Routes that take events take the body limit of events. */
const EVENT_ROUTES = /^\/(api\/v1\/events|hooks\/)/;

/**
 * Every body reaches its door as bytes. Fastify's own parsers know neither gzip nor NDJSON, answer malformed input in
 * their own words, and would replace invalid UTF-8 in silence; each door decodes with `bodyText`.
 */
export function useRawBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  // Fastify would close the connection with the body unread, and a client that still writes would see a broken pipe and not why.
  fastify.addHook('onSend', async (_request, reply) => {
    if (reply.statusCode === 413) reply.removeHeader('connection');
  });
  fastify.addHook('onRoute', (route) => {
    route.bodyLimit = EVENT_ROUTES.test(route.url) ? DEFAULT_LIMITS.bodyBytes : SMALL_BODY_BYTES;
  });
}
