import { BinnacleError } from '@binnacle/events';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = [Address, number];

/** Host names and networks that notifications may go to although they are private. */
export interface AllowedTargets {
  readonly hosts: ReadonlySet<string>;
  readonly networks: readonly Network[];
}

export const NO_TARGETS: AllowedTargets = { hosts: new Set(), networks: [] };

/**
 * Host names, addresses and CIDRs, separated by commas: `ntfy.lan,10.1.0.0/16,::1`.
 *
 * @throws BinnacleError `invalid_config` naming the part
 */
export function readAllowedTargets(text: string | undefined): AllowedTargets {
  const hosts = new Set<string>();
  const networks: Network[] = [];
  for (const part of (text ?? '').split(',').map((one) => one.trim().toLowerCase())) {
    if (part === '') continue;
    const network = networkOf(part);
    if (network) networks.push(network);
    else if (/^[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9])?$/.test(part) && !/^[\d.]+$/.test(part)) hosts.add(part);
    else {
      const detail = `BINNACLE_WEBHOOK_ALLOW has ${JSON.stringify(part.slice(0, 100))}; allowed: host names, addresses and CIDRs, separated by commas`;
      throw new BinnacleError('invalid_config', detail, { variable: 'BINNACLE_WEBHOOK_ALLOW' });
    }
  }
  return { hosts, networks };
}

function networkOf(part: string): Network | undefined {
  if (ipaddr.isValidCIDR(part)) return ipaddr.parseCIDR(part);
  const isAddress = ipaddr.IPv6.isValid(part) || ipaddr.IPv4.isValidFourPartDecimal(part);
  if (!isAddress) return undefined;
  const address = ipaddr.parse(part);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
