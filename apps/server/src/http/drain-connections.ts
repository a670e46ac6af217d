import type { FastifyInstance } from 'fastify';

/** Requests in flight may take this long to end when the server stops; then their sockets are cut. */
const GRACE_MS = 5_000;
const LOOK_EVERY_MS = 20;

/**
 * Lets requests in flight end when the server closes. Node closes the connections that are idle at that moment only; one
 * that becomes idle later, such as a long-poll that just got its answer, would hold the close up until its keep-alive ends.
 */
export function drainConnections(fastify: FastifyInstance): void {
  fastify.addHook('preClose', (done) => {
    const started = performance.now();
    const timer = setInterval(() => {
      if (performance.now() - started < GRACE_MS) fastify.server.closeIdleConnections();
      else fastify.server.closeAllConnections();
    }, LOOK_EVERY_MS);
    fastify.server.once('close', () => clearInterval(timer));
    done();
  });
}
