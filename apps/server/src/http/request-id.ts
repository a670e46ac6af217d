import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

const HEADER = 'x-request-id';
/** What may come back in a header and go into a log line. */
const USABLE = /^[\w.:/+=@-]{1,128}$/;

/** Names a request: as its client or a proxy did, when that is usable, else by itself. */
export function requestId(request: IncomingMessage & { id?: unknown }): string {
  const given = request.headers[HEADER];
  const id = typeof given === 'string' && USABLE.test(given) ? given : randomUUID();
  // The log reads it from here.
  request.id = id;
  return id;
}

/** Every answer says its request's name. */
export function answerRequestIds(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header(HEADER, request.id);
    done();
  });
}
