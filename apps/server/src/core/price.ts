/** US dollars for a million tokens. What is left out costs what its kind costs: cached tokens as input, reasoning as output. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** Input that was read from a cache, or written to one. */
  readonly cache_read?: number;
  readonly cache_write?: number;
  readonly reasoning?: number;
}
