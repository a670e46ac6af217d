import { createHash, timingSafeEqual } from 'node:crypto';
import { BinnacleError } from '@binnacle/events';
import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../../config.js';

/**
 * Metrics count everything of the installation, so a key of a project is not enough: it takes the token, or, without one, this machine.
 *
 * @throws BinnacleError `metrics_refused`
 */
export function assertMayScrape({ headers, ip }: FastifyRequest, token: string | undefined): void {
  if (token !== undefined) {
    const given = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
    if (isSame(given, token)) return;
    throw new BinnacleError('metrics_refused', 'the bearer token is missing or wrong');
  }
  // Behind a proxy nobody has named, everyone seems to be this machine.
  const isProxied = ['x-forwarded-for', 'forwarded', 'via'].some((name) => headers[name] !== undefined);
  if (isLoopback(ip.replace(/^::ffff:/, '')) && !isProxied) return;
  throw new BinnacleError('metrics_refused', 'without BINNACLE_METRICS_TOKEN only this machine may read them');
}

const digest = (text: string) => createHash('sha256').update(text).digest();
const isSame = (given: string, token: string) => timingSafeEqual(digest(given), digest(token));
