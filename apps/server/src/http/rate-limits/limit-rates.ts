import { unaskedAnswer } from '@binnacle/coordinator';
import { BinnacleError } from '@binnacle/events';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Buckets, type Verdict } from './buckets.js';
import { addressOf, credentialOf } from './caller-of.js';
import { doorOf, LIMITED_DOORS, type LimitedDoor } from './door-of.js';

/** Requests a minute by one key, or by one address without a key; 0 = no limit. */
export type RateLimits = Readonly<Record<LimitedDoor, number>>;

/** One address with all its keys may do so many times what one key may: a team behind one router. */
const KEYS_PER_ADDRESS = 10;
/** Exporters of OpenTelemetry drop what they hold when told to wait longer. */
const MAX_INGEST_WAIT_SECONDS = 5;

interface Door {
  readonly callers: Buckets;
  readonly addresses: Buckets;
}

/**
 * Keeps one key or address from taking the server from all others. Before the body is read and before keys are looked up, so that a
 * refusal costs next to nothing.
 *
 * @param onLimited told of each refusal, for metrics
 */
export function limitRates(
  fastify: FastifyInstance,
  limits: RateLimits,
  onLimited: (door: LimitedDoor) => void = () => {},
): void {
  const doors = new Map<LimitedDoor, Door>();
  for (const door of LIMITED_DOORS) {
    const perMinute = limits[door];
    if (perMinute > 0)
      doors.set(door, { callers: new Buckets(perMinute), addresses: new Buckets(perMinute * KEYS_PER_ADDRESS) });
  }
  fastify.addHook('onRequest', (request, reply, done) => {
    const path = pathOf(request.url);
    const name = doorOf(request.method, path);
    const door = name && doors.get(name);
    if (!name || !door) return done();
    const verdict = judge(door, request);
    void reply.headers({
      'ratelimit-policy': `"${name}";q=${door.callers.perMinute};w=60`,
      ratelimit: `"${name}";r=${verdict.remaining};t=${verdict.reset}`,
    });
    if (verdict.allowed) return done();
    onLimited(name);
    const refused = refusal(name, door, verdict);
    // Anything but 200 is an error to hooks, and their clients go on as if nobody had to be asked.
    const answer = unaskedAnswer(request.url, refused.detail);
    if (answer === undefined) return done(refused);
    void reply.code(200).header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(answer));
  });
}

/** The tighter one of its key's and its address's. */
function judge({ callers, addresses }: Door, request: FastifyRequest): Verdict {
  const address = addressOf(request.ip);
  const credential = credentialOf(request);
  if (credential === undefined) return callers.take(address);
  const byAddress = addresses.take(address);
  return byAddress.allowed ? callers.take(credential) : byAddress;
}

function refusal(name: LimitedDoor, { callers }: Door, { retryAfter }: Verdict): BinnacleError {
  const seconds = name === 'ingest' ? Math.min(retryAfter, MAX_INGEST_WAIT_SECONDS) : retryAfter;
  return new BinnacleError('rate_limited', `more than ${callers.perMinute} requests a minute (${name})`, {
    limit: callers.perMinute,
    door: name,
    // `Retry-After` is made of it.
    retry_after: seconds,
  });
}

function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}
