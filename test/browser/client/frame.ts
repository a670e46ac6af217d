/** Frames as the server sends them, from the official SDK's encoder: what the client reads is not our own invention. */
import { ServerSentEventGenerator } from '@starfederation/datastar-sdk/abstractServerSentEventGenerator';

class Encoder extends ServerSentEventGenerator {
  // biome-ignore lint/complexity/noUselessConstructor: the base's is protected.
  constructor() {
    super();
  }
  override close(): void {}
}
const encoder = new Encoder();

type ElementOptions = Parameters<ServerSentEventGenerator['patchElements']>[1];
type SignalOptions = Parameters<ServerSentEventGenerator['patchSignals']>[1];

export function elements(html: string, options?: ElementOptions): string {
  // Every line end is one the stream's format knows; a bare CR would end a data line early.
  return text(encoder.patchElements(html.replace(/\r\n?/g, '\n'), options));
}

export function signals(patch: object, options?: SignalOptions): string {
  return text(encoder.patchSignals(JSON.stringify(patch), options));
}

function text(lines: unknown): string {
  return (lines as string[]).join('');
}
