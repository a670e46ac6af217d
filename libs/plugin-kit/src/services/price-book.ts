export interface TokenCounts {
  /** All of it, cached tokens included. */
  readonly input: number;
  /** All of it, reasoning included. */
  readonly output: number;
  /** Of the input: read from a cache, and written to one. */
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  /** Of the output. */
  readonly reasoning?: number;
}

/** What models cost. An unknown model has no price: show that as unknown, never as zero. */
export abstract class PriceBook {
  /** Which list of prices it is: a date, with `+own` when this installation has prices of its own. */
  abstract readonly version: string;
  /** US dollars, or undefined when nobody told the model's price. */
  abstract cost(model: string, tokens: TokenCounts): number | undefined;
}
