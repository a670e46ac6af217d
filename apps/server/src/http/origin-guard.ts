import { BinnacleError } from '@binnacle/events';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * Keeps other sites' pages out of a server that trusts its network place: a page elsewhere may send forms here (refused by
 * `Origin`) or rename itself to this address (DNS rebinding, refused by `Host`). Programs send no Origin and are not touched.
 */
export function guardOrigin(fastify: FastifyInstance, allowedHosts: ReadonlySet<string> | undefined): void {
  fastify.addHook('onRequest', async (request) => {
    if (allowedHosts && !allowedHosts.has(hostName(request.headers.host))) {
      throw new BinnacleError(
        'cross_origin',
        `\`Host\` ${JSON.stringify(request.headers.host?.slice(0, 100))} is not this server; see BINNACLE_PUBLIC_URL`,
      );
    }
    if (isUnsafe(request) && request.headers.origin !== undefined && !sameOrigin(request)) {
      throw new BinnacleError(
        'cross_origin',
        `\`Origin\` ${JSON.stringify(request.headers.origin.slice(0, 100))} is another site`,
      );
    }
  });
}

const isUnsafe = ({ method }: FastifyRequest): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(method);

function sameOrigin({ headers }: FastifyRequest): boolean {
  const origin = headers.origin ?? '';
  // A TLS proxy in front changes the scheme, not the host: the host is what a foreign page can't have.
  return URL.canParse(origin) && new URL(origin).host === headers.host;
}

const hostName = (host: string | undefined): string => (host ?? '').toLowerCase().replace(/:\d+$/, '');
