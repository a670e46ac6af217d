import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { AllowedTargets } from './allowed-targets.js';
import { SendFailure } from './send-failure.js';
import { assertMayReach, hostOf, targetUrl } from './target-url.js';

/** Name, connection and answer together. */
export const SEND_TIMEOUT_MS = 10_000;
/** Bytes of an answer that are read, and thrown away, before the connection is. */
const ANSWER_BYTES = 65_536;
const MAX_RETRY_AFTER_MS = 3_600_000;

export interface Outgoing {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

interface Address {
  readonly address: string;
  readonly family: number;
}

/** All addresses of a name. */
export type Resolve = (host: string) => Promise<readonly Address[]>;

const resolveByDns: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/**
 * Posts to targets that people named, and to nothing inside: a name is looked up at every attempt, every address of it must be
 * allowed, and the connection goes to the addresses that were checked. No redirect is followed; of an answer only the status is used.
 */
export class OutgoingHttp {
  private readonly stopping = new AbortController();

  constructor(
    private readonly allowed: AllowedTargets,
    private readonly resolve: Resolve = resolveByDns,
    private readonly timeoutMs = SEND_TIMEOUT_MS,
  ) {}

  /** Ends what is under way; it fails. */
  stop(): void {
    this.stopping.abort();
  }

  /** @returns the status, 2xx @throws SendFailure; BinnacleError `target_refused`, `field_invalid` */
  async post(target: string, outgoing: Outgoing): Promise<number> {
    const url = targetUrl(target, this.allowed);
    const signal = AbortSignal.any([AbortSignal.timeout(this.timeoutMs), this.stopping.signal]);
    const addresses = await this.checked(hostOf(url), signal);
    const { status, retryAfter } = await exchange(url, addresses, outgoing, signal);
    if (status >= 200 && status < 300) return status;
    const retryAfterMs = retryAfterOf(retryAfter);
    const why = status >= 300 && status < 400 ? 'redirects are not followed' : 'the target did not take it';
    throw new SendFailure(`${why}: HTTP ${status}`, status, retryAfterMs === undefined ? {} : { retryAfterMs });
  }

  private async checked(host: string, signal: AbortSignal): Promise<readonly Address[]> {
    const family = isIP(host);
    if (family) return [{ address: host, family }];
    const addresses = await within(signal, this.resolve(host)).catch((error: Error) => {
      throw new SendFailure(`${host.slice(0, 100)} could not be looked up: ${error.message.slice(0, 200)}`);
    });
    if (addresses.length === 0) throw new SendFailure(`${host.slice(0, 100)} has no address`);
    for (const { address } of addresses) assertMayReach(host, address, this.allowed);
    return addresses;
  }
}

function exchange(
  url: URL,
  addresses: readonly Address[],
  { headers, body }: Outgoing,
  signal: AbortSignal,
): Promise<{ status: number; retryAfter: string | undefined }> {
  // The connection asks for the name once more, and gets what was checked.
  const answer: LookupFunction = (_host, { all }, callback) => {
    const [first] = addresses;
    if (all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
  return new Promise((resolve, reject) => {
    const client = url.protocol === 'https:' ? https : http;
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const fail = (error: Error) => {
      const late = signal.aborted ? 'no answer in time' : error.message.slice(0, 300) || 'the connection failed';
      reject(new SendFailure(late));
    };
    const request = client.request(url, {
      method: 'POST',
      agent: false,
      signal,
      lookup: answer,
      headers: { 'user-agent': 'binnacle', ...headers, ...length },
    });
    request.on('error', fail);
    request.on('response', (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > ANSWER_BYTES) response.destroy();
      });
      response.on('error', () => {});
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
    });
    request.end(body);
  });
}

function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error('no answer in time'));
    if (signal.aborted) return late();
    signal.addEventListener('abort', late, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', late));
  });
}

/** Seconds or a date, bounded. */
function retryAfterOf(text: string | undefined): number | undefined {
  if (!text) return undefined;
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, MAX_RETRY_AFTER_MS) : undefined;
}
