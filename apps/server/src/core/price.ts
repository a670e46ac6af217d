/** US dollars for a million tokens. What is left out costs what its kind costs: cached tokens as input, reasoning as output. */
export interface Rates {
  readonly input: number;
  readonly output: number;
  /** Input that was read from a cache, or written to one. */
  readonly cache_read?: number;
  readonly cache_write?: number;
  readonly reasoning?: number;
}

export interface Price extends Rates {
  /** Of the whole request when its input, cached tokens included, is more than `above` tokens. */
  readonly long?: Rates & { readonly above: number };
}

/** A price, and the one its vendor has announced for later. */
export interface ScheduledPrice extends Price {
  /** `day`: the first one, `2027-01-01`. */
  readonly next?: Price & { readonly day: string };
}
