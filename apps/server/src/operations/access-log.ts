import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** One line per request when it has ended, by whichever side. The address is the client's, also behind a trusted proxy. */
export function logRequests(fastify: FastifyInstance): void {
  const logger = new Logger('Access');
  fastify.addHook('onRequest', (request, reply, done) => {
    // Not Fastify's own hook: that one misses streams whose client leaves.
    reply.raw.once('close', () =>
      logger.log(
        {
          reqId: request.id,
          method: request.method,
          url: request.url,
          route: request.routeOptions.url,
          status: reply.raw.statusCode,
          ms: Math.round(reply.elapsedTime * 10) / 10,
          address: request.ip,
          agent: request.headers['user-agent']?.slice(0, 200),
        },
        'request',
      ),
    );
    done();
  });
}
