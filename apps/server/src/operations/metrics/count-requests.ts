import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.js';

/** Counts answers by the first digit of their status. */
export function countRequests(fastify: FastifyInstance, { requests }: Metrics): void {
  fastify.addHook('onResponse', (_request, reply, done) => {
    requests.inc({ status: `${Math.floor(reply.raw.statusCode / 100)}xx` });
    done();
  });
}
