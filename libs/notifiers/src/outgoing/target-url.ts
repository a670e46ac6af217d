import { isIP } from 'node:net';
import { BinnacleError } from '@binnacle/events';
import type { AllowedTargets } from './allowed-targets.js';
import { isAllowedAddress, isPublicAddress } from './is-public-address.js';

export const MAX_URL_CHARS = 2_000;

/**
 * The URL of a target. Addresses in decimal, octal or hex are read as what they are, and a private one is refused at once; what a
 * name stands for is looked up at every attempt.
 *
 * @throws BinnacleError `field_invalid`, `target_refused`
 */
export function targetUrl(text: string, allowed: AllowedTargets, field = 'url'): URL {
  const url = text.length <= MAX_URL_CHARS && URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password) {
    const detail = `\`${field}\` must be an http or https URL without a user, of at most ${MAX_URL_CHARS} characters`;
    throw new BinnacleError('field_invalid', detail, { field });
  }
  const host = hostOf(url);
  if (isIP(host)) assertMayReach(host, host, allowed);
  return url;
}

/** Without the brackets of IPv6, and without a dot at the end. */
export const hostOf = ({ hostname }: URL): string =>
  hostname
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();

/** @throws BinnacleError `target_refused` */
export function assertMayReach(host: string, address: string, allowed: AllowedTargets): void {
  if (allowed.hosts.has(host) || isAllowedAddress(address, allowed) || isPublicAddress(address)) return;
  const what = host === address ? host : `${host} is ${address}, which`;
  throw new BinnacleError('target_refused', `${what} is not a public address; see BINNACLE_WEBHOOK_ALLOW`, {
    host: host.slice(0, 253),
  });
}
