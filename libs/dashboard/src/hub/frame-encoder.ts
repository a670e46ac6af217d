/**
 * HTML → the bytes of Datastar SSE events, once per frame for all viewers.
 *
 * The SDK is used as an encoder only: its own Node stream ends with the request under Fastify 5, ignores backpressure and
 * writes a new string per client.
 */

import { BinnacleError } from '@binnacle/events';
import { ServerSentEventGenerator } from '@starfederation/datastar-sdk/abstractServerSentEventGenerator';

export interface PatchOptions {
  readonly mode?: 'outer' | 'inner' | 'replace' | 'prepend' | 'append' | 'before' | 'after' | 'remove';
  readonly selector?: string;
  /** Comes back as `Last-Event-ID` when the stream is opened again. */
  readonly eventId?: string;
}

class Encoder extends ServerSentEventGenerator {
  // biome-ignore lint/complexity/noUselessConstructor: the base class's is protected
  constructor() {
    super();
  }

  override close(): void {}
}

const encoder = new Encoder();

/** @throws BinnacleError `invalid_plugin` for a selector with a line break, which would end the protocol line */
export function encodePatch(html: string, { mode, selector, eventId }: PatchOptions = {}): Buffer {
  if (selector && /[\r\n]/.test(selector)) throw new BinnacleError('invalid_plugin', 'a selector holds a line break');
  // SSE ends a line at a lone CR too, but the SDK splits at LF only: a CR in an agent's output would forge protocol lines.
  const lines = html.includes('\r') ? html.replace(/\r\n?/g, '\n') : html;
  const options = { ...(mode && { mode }), ...(selector && { selector }), ...(eventId && { eventId }) };
  return Buffer.from(encoder.patchElements(lines, options).join(''));
}

/** Removes the rows of a list past `keep`. */
export const encodeTrim = (listId: string, keep: number): Buffer =>
  encodePatch('', { mode: 'remove', selector: `#${listId}>:nth-child(n+${keep + 1})` });

/** A comment keeps proxies from closing a quiet stream. */
export const HEARTBEAT = Buffer.from(': heartbeat\n\n');

/** First line of a stream: when to come back after it ends. Random, so that a restart does not bring all tabs at once. */
export const encodeRetry = (): Buffer => Buffer.from(`retry: ${1_000 + Math.floor(Math.random() * 2_000)}\n\n`);
