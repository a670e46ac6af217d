import type { OtlpRecord, TelemetryOrigin } from '@binnacle/events';
import { BinnacleError } from '@binnacle/events';
import type { Encoding } from './encoding.js';
import { type Frame, MAX_ITEM_BYTES, type Range, type Signal } from './frame.js';
import { inTurns } from './in-turns.js';

/** Records of one portion, and what of its bytes was none. */
export interface Portion {
  readonly records: readonly OtlpRecord[];
  readonly rejected: number;
  /** The first reason; empty when nothing was rejected. */
  readonly message: string;
}

/** A portion ends at either: enough for a commit, little enough to be read in one go. */
const PORTION_RECORDS = 1_000;
const PORTION_BYTES = 1_048_576;

/**
 * Reads a request portion by portion: of 64 MiB only what is being stored stands in memory as records. The outline of the whole is
 * checked first, so a body that is cut off gives nothing; after that an item that can't be read costs only itself.
 *
 * @throws BinnacleError of the outline
 */
export async function* readRecords(encoding: Encoding, signal: Signal): AsyncGenerator<Portion> {
  const frames = await inTurns(encoding.frames(signal));
  let portion = new PortionBuilder();
  for (const frame of frames) {
    const origin = originOf(encoding, frame);
    for (let at = 0; at < frame.items.length; at += 2) {
      const range = { start: frame.items[at] as number, end: frame.items[at + 1] as number };
      portion.add(range, signal, () => {
        if (typeof origin === 'string') throw new Error(origin);
        return encoding.item(signal, range, origin);
      });
      if (portion.isFull) {
        yield portion;
        portion = new PortionBuilder();
      }
    }
  }
  if (portion.records.length > 0 || portion.rejected > 0) yield portion;
}

class PortionBuilder implements Portion {
  readonly records: OtlpRecord[] = [];
  rejected = 0;
  message = '';
  private bytes = 0;

  get isFull(): boolean {
    return this.records.length >= PORTION_RECORDS || this.bytes >= PORTION_BYTES;
  }

  add({ start, end }: Range, { item }: Signal, read: () => readonly OtlpRecord[]): void {
    this.bytes += end - start;
    try {
      if (end - start > MAX_ITEM_BYTES) throw tooLarge(`the ${item}`, end - start);
      for (const record of read()) this.records.push(record);
    } catch (error) {
      this.rejected += 1;
      this.message ||= `a ${item} was refused: ${error instanceof BinnacleError ? error.detail : (error as Error).message}`;
    }
  }
}

/** Or why there is none: then none of the scope's items can be placed. */
function originOf(encoding: Encoding, { resource, scope }: Frame): TelemetryOrigin | string {
  try {
    for (const range of [resource.range, scope]) {
      if (range && range.end - range.start > MAX_ITEM_BYTES)
        throw tooLarge('its resource or scope', range.end - range.start);
    }
    return { resource: encoding.resource(resource.range), scope: encoding.scope(scope) };
  } catch (error) {
    return error instanceof BinnacleError ? error.detail : (error as Error).message;
  }
}

const tooLarge = (what: string, bytes: number) =>
  new BinnacleError('event_too_large', `${what} has ${bytes} bytes; the limit is ${MAX_ITEM_BYTES}`, {
    limit: MAX_ITEM_BYTES,
  });
