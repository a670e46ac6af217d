import { hash } from 'node:crypto';
import { presentedKey } from '@binnacle/auth';
import type { FastifyRequest } from 'fastify';

/**
 * The key a request brings, as something to count by. It has not been checked: a wrong key is counted like a right one, and the
 * address it comes from besides.
 */
export function credentialOf(request: FastifyRequest): string | undefined {
  const given = presentedKey(request);
  return given === undefined ? undefined : hash('sha256', given, 'base64');
}

/** An IPv6 caller has at least 2^64 addresses: they are one. */
export function addressOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped?.[1]) return mapped[1];
  if (!ip.includes(':')) return ip;
  const [head = '', tail] = ip.split('%')[0]?.split('::') ?? [];
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`;
}
