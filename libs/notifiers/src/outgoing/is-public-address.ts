import ipaddr from 'ipaddr.js';
import type { AllowedTargets } from './allowed-targets.js';

const GLOBAL_UNICAST: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/**
 * Whether an address is of the public internet: not loopback, private, link-local, carrier-grade NAT, reserved, nor an IPv6 form
 * that carries an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo), behind which any of those may hide.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  // `::/96` and all that nobody has assigned are unicast to the library.
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_UNICAST);
}

export function isAllowedAddress(address: string, { networks }: AllowedTargets): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return networks.some(([network, bits]) => parsed.kind() === network.kind() && parsed.match(network, bits));
}
