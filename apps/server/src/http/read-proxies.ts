import { BinnacleError } from '@binnacle/events';
import ipaddr from 'ipaddr.js';

/** Ranges that have names. */
const NAMED = ['loopback', 'linklocal', 'uniquelocal'];

/** `10.0.0.0/8, ::1, loopback` → what Fastify's `trustProxy` takes. @throws BinnacleError `invalid_config` */
export function readProxies(text: string | undefined): string[] {
  const proxies = (text ?? '').split(',').map((part) => part.trim());
  return proxies.filter(Boolean).map((proxy) => {
    if (!NAMED.includes(proxy) && !ipaddr.isValid(proxy) && !ipaddr.isValidCIDR(proxy)) throw refused(proxy);
    return proxy;
  });
}

const refused = (proxy: string) =>
  new BinnacleError(
    'invalid_config',
    `BINNACLE_TRUSTED_PROXIES holds ${JSON.stringify(proxy.slice(0, 100))}; an address, a range such as 10.0.0.0/8, or ${NAMED.join(', ')} is meant`,
    { variable: 'BINNACLE_TRUSTED_PROXIES' },
  );
