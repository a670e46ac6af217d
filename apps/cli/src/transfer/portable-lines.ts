import type { WireEvent } from '@binnacle/events';
import { linesOf } from './lines-of.js';

/** `seq` and `project` belong to one archive: without them two archives with the same events export the same bytes. */
export async function* portableLines(ndjson: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, undefined> {
  let text = '';
  for await (const line of linesOf(ndjson)) {
    const { seq: _, project: __, ...event } = JSON.parse(line) as WireEvent;
    text += `${JSON.stringify(event)}\n`;
    if (text.length < 65_536) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text) yield Buffer.from(text);
}
