import type { IncomingMessage } from 'node:http';
import { DEFAULT_LIMITS } from '@binnacle/events';
import { BodyBudget, giveLease, leaseOf } from '@binnacle/http';
import { isTelemetryRoute, TELEMETRY_BODY_BYTES } from '@binnacle/ingest';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readBody } from './read-body.js';

/** Bytes of a body on every route but those that take events. */
const SMALL_BODY_BYTES = 1_048_576;
/** Routes that take events take the body limit of events. */
const EVENT_ROUTES = /^\/(api\/v1\/events|hooks\/)/;

/**
 * Every body reaches its door as bytes. Fastify's own parsers know neither gzip nor NDJSON, answer malformed input in
 * their own words, and would replace invalid UTF-8 in silence; each door decodes with `bodyText` or `bodyBytes`. All bodies together
 * are bounded.
 */
export function useRawBodies(fastify: FastifyInstance, budget = new BodyBudget()): void {
  fastify.removeAllContentTypeParsers();
  fastify.addHook('preParsing', (request, reply, _stream, done) => {
    const lease = budget.lease();
    giveLease(request, lease);
    // Fastify's onResponse does not come for a connection that is cut.
    reply.raw.once('close', () => lease.release());
    done();
  });
  fastify.addContentTypeParser('*', (request: FastifyRequest, stream: IncomingMessage) =>
    readBody(stream, leaseOf(request), request.routeOptions.bodyLimit ?? SMALL_BODY_BYTES),
  );
  // Fastify would close the connection with the body unread, and a client that still writes would see a broken pipe and not why.
  fastify.addHook('onSend', async (_request, reply) => {
    if (reply.statusCode === 413 || reply.statusCode === 503) reply.removeHeader('connection');
  });
  fastify.addHook('onRoute', (route) => {
    route.bodyLimit = bodyLimit(route.url);
  });
}

function bodyLimit(url: string): number {
  if (isTelemetryRoute(url)) return TELEMETRY_BODY_BYTES;
  return EVENT_ROUTES.test(url) ? DEFAULT_LIMITS.bodyBytes : SMALL_BODY_BYTES;
}
