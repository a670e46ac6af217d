/**
 * The items of the one list that a JSON body is about, `{"batch": [ … ]}`, read in turns: of a large body only a portion stands in memory
 * as objects, and others get their turn between two. The outline of the whole is checked first, so that a body that is cut off gives
 * nothing; after that an item that can't be read costs only itself.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { BinnacleError } from '@binnacle/events';
import { MAX_ITEM_BYTES, type Range, TURN_BYTES } from './otlp/decode/frame.js';
import { inTurns } from './otlp/decode/in-turns.js';
import { JsonScanner } from './otlp/decode/json/json-scanner.js';
import { parseSlice } from './otlp/decode/json/parse-slice.js';

/** Items of one request. Real batches have hundreds. */
export const MAX_LISTED_ITEMS = 50_000;
/** A portion ends at either. */
const PORTION_ITEMS = 500;
const PORTION_BYTES = TURN_BYTES;

export class JsonItems {
  private constructor(
    private readonly bytes: Buffer,
    private readonly ranges: readonly Range[],
  ) {}

  /** @throws BinnacleError `invalid_json`, `field_invalid` without the list, `batch_too_large` */
  static async of(bytes: Buffer, field: string): Promise<JsonItems> {
    return new JsonItems(bytes, await inTurns(outline(bytes, field)));
  }

  get count(): number {
    return this.ranges.length;
  }

  /** Values in their order, undefined for what can't be read; an item whose bytes lack `having` is left out. */
  async *portions(having?: string): AsyncGenerator<readonly unknown[]> {
    let portion: unknown[] = [];
    let read = 0;
    for (const range of this.ranges) {
      if (having === undefined || this.bytes.subarray(range.start, range.end).includes(having)) {
        portion.push(this.valueAt(range));
      }
      read += range.end - range.start;
      if (portion.length < PORTION_ITEMS && read < PORTION_BYTES) continue;
      yield portion;
      await nextTurn();
      portion = [];
      read = 0;
    }
    if (portion.length > 0) yield portion;
  }

  private valueAt(range: Range): unknown {
    if (range.end - range.start > MAX_ITEM_BYTES) return undefined;
    try {
      return parseSlice(this.bytes, range);
    } catch {
      return undefined;
    }
  }
}

function* outline(bytes: Buffer, field: string): Generator<void, readonly Range[]> {
  const scanner = new JsonScanner(bytes);
  const ranges: Range[] = [];
  let isThere = false;
  let turn = TURN_BYTES;
  for (const key of scanner.members('the body')) {
    if (key !== field) {
      scanner.pass();
      continue;
    }
    isThere = true;
    for (const _ of scanner.elements(field)) {
      const range = scanner.skip();
      if (ranges.push(range) > MAX_LISTED_ITEMS) throw tooMany(field);
      if (range.end > turn) {
        turn = range.end + TURN_BYTES;
        yield;
      }
    }
  }
  scanner.end();
  if (!isThere) throw new BinnacleError('field_invalid', `\`${field}\` must be an array of items`, { field });
  return ranges;
}

const tooMany = (field: string): BinnacleError =>
  new BinnacleError('batch_too_large', `\`${field}\` holds more than ${MAX_LISTED_ITEMS} items`, {
    field,
    limit: MAX_LISTED_ITEMS,
  });
