import type { FastifyRequest } from 'fastify';

/** Where a browser is that signs in. */
export const browserOf = ({ ip, headers }: FastifyRequest) => ({
  address: ip,
  userAgent: headers['user-agent'] ?? 'unknown',
});
