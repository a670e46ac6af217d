type Payload = Readonly<Record<string, unknown>>;

/** A call of a model whose cost nobody knows. One that failed and counted no tokens cost nothing. */
export const isUnpriced = ({ cost_usd, error, input_tokens, output_tokens }: Payload): boolean =>
  typeof cost_usd !== 'number' && !(error && input_tokens === undefined && output_tokens === undefined);
