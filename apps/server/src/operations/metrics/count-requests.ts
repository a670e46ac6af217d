import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.js';

/** Counts answers by the first digit of their status, when they have ended. */
export function countRequests(fastify: FastifyInstance, { requests }: Metrics): void {
  fastify.addHook('onRequest', (_request, reply, done) => {
    reply.raw.once('close', () => requests.inc({ status: `${Math.floor(reply.raw.statusCode / 100)}xx` }));
    done();
  });
}
