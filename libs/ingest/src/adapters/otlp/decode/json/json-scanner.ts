import { BinnacleError } from '@binnacle/events';
import { MAX_ITEM_BYTES, type Range } from '../frame.js';
import { parseSlice } from './parse-slice.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN = { '{': 0x7b, '[': 0x5b } as const;
const CLOSE = { '{': 0x7d, '[': 0x5d } as const;
/** Texts longer than this are searched for their end natively, which costs more to begin and less a byte. */
const SHORT_TEXT = 32;

/**
 * Finds where the values of a JSON text are without reading them, so that a body of 64 MiB never stands in memory as objects at once.
 * It checks what it walks over; what it skips is checked by whoever parses it.
 */
export class JsonScanner {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get position(): number {
    return this.at;
  }

  /** Keys of the object here; the caller reads or skips each value before it takes the next. */
  *members(what: string): Generator<string> {
    for (const _ of this.entries('{', what)) {
      if (this.bytes[this.at] !== QUOTE) throw this.broken('a key is expected');
      const key = this.value(this.skip());
      this.expect(COLON, '`:` is expected');
      yield typeof key === 'string' ? key : '';
    }
  }

  /** Stops at each element of the array here, which the caller skips. `null` is an empty list, as in every proto3 JSON. */
  *elements(what: string): Generator<void> {
    if (this.isNull()) this.value(this.skip());
    else yield* this.entries('[', what);
  }

  /** Passes over the value here. */
  skip(): Range {
    this.space();
    const start = this.at;
    const first = this.bytes[start];
    if (first === QUOTE) this.skipText();
    else if (first === OPEN['{'] || first === OPEN['[']) this.skipContainer();
    else this.skipWord();
    if (this.at === start) throw this.broken('a value is expected');
    return { start, end: this.at };
  }

  /** Passes over a value that means nothing here, but must be JSON: a name of a newer version. */
  pass(): void {
    const range = this.skip();
    if (range.end - range.start <= MAX_ITEM_BYTES) this.value(range);
  }

  /** The value at a range that {@link skip} gave. @throws BinnacleError `invalid_json` */
  value(range: Range): unknown {
    return parseSlice(this.bytes, range);
  }

  end(): void {
    this.space();
    if (this.at < this.bytes.length) throw this.broken('nothing more is expected');
  }

  private *entries(kind: '{' | '[', what: string): Generator<void> {
    this.space();
    if (this.bytes[this.at] !== OPEN[kind]) {
      const name = kind === '{' ? 'object' : 'array';
      if (this.at >= this.bytes.length) throw this.broken('it ends early');
      throw new BinnacleError('field_invalid', `\`${what}\` must be a JSON ${name}`, { field: what });
    }
    this.at += 1;
    this.space();
    if (this.bytes[this.at] === CLOSE[kind]) {
      this.at += 1;
      return;
    }
    for (;;) {
      this.space();
      yield;
      this.space();
      const next = this.bytes[this.at];
      if (next !== COMMA && next !== CLOSE[kind]) throw this.broken(`\`,\` or the end of ${what} is expected`);
      this.at += 1;
      if (next !== COMMA) return;
    }
  }

  private isNull(): boolean {
    this.space();
    return this.bytes[this.at] === 0x6e;
  }

  private expect(byte: number, reason: string): void {
    this.space();
    if (this.bytes[this.at] !== byte) throw this.broken(reason);
    this.at += 1;
    this.space();
  }

  private space(): void {
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.at += 1;
    }
  }

  private skipText(): void {
    const { bytes } = this;
    let at = this.at + 1;
    const near = at + SHORT_TEXT;
    for (; at < near; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        this.at = at + 1;
        return;
      }
      if (byte === BACKSLASH) at += 1;
    }
    const from = at;
    for (;;) {
      at = bytes.indexOf(QUOTE, at);
      if (at < 0) throw this.broken('a text has no end');
      let before = at - 1;
      while (before >= from && bytes[before] === BACKSLASH) before -= 1;
      at += 1;
      // An even number of backslashes are themselves escaped.
      if ((at - before) % 2 === 0) break;
    }
    this.at = at;
  }

  private skipContainer(): void {
    const { bytes } = this;
    let depth = 0;
    for (;;) {
      const byte = bytes[this.at];
      if (byte === undefined) throw this.broken('it ends early');
      if (byte === QUOTE) {
        this.skipText();
        continue;
      }
      this.at += 1;
      if (byte === OPEN['{'] || byte === OPEN['[']) depth += 1;
      else if ((byte === CLOSE['{'] || byte === CLOSE['[']) && --depth === 0) return;
    }
  }

  /** A number, true, false or null. */
  private skipWord(): void {
    for (;;) {
      const byte = this.bytes[this.at];
      const isWord = byte !== undefined && (byte === 0x2b || byte === 0x2d || byte === 0x2e || isLetterOrDigit(byte));
      if (!isWord) return;
      this.at += 1;
    }
  }

  private broken(reason: string): BinnacleError {
    const empty = this.bytes.length === 0 ? 'it is empty' : `${reason} at byte ${this.at}`;
    return new BinnacleError('invalid_json', `the body is not valid JSON: ${empty}`, { at: this.at });
  }
}

const isLetterOrDigit = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
