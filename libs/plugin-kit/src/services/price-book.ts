export interface TokenCounts {
  readonly input: number;
  readonly output: number;
}

/** What models cost. An unknown model has no price: show that as unknown, never as zero. */
export abstract class PriceBook {
  /** US dollars, or undefined when nobody told the model's price. */
  abstract cost(model: string, tokens: TokenCounts): number | undefined;
}
