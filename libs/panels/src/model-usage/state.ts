import { type EventOf, preview } from '@binnacle/plugin-kit';

/** Models held: the newest by use. */
export const MODELS_HELD = 100;

export interface Usage {
  readonly model: string;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
  /** Calls that told no cost: what they cost is unknown, not nothing. */
  readonly withoutCost: number;
}

export interface UsageState {
  readonly models: ReadonlyMap<string, Usage>;
  /** When the first call counted here happened. */
  readonly since: string | undefined;
}

export const initial = (): UsageState => ({ models: new Map(), since: undefined });

export function use({ models, since }: UsageState, event: EventOf<'model:response'>): UsageState {
  const { payload, timestamp } = event;
  const model = preview(payload.model, 80) || 'unknown';
  const known = models.get(model) ?? fresh(model);
  const all = new Map(models);
  all.delete(model);
  all.set(model, {
    model,
    calls: known.calls + 1,
    inputTokens: known.inputTokens + amount(payload.input_tokens),
    outputTokens: known.outputTokens + amount(payload.output_tokens),
    costUsd: known.costUsd + amount(payload.cost_usd),
    withoutCost: known.withoutCost + (typeof payload.cost_usd === 'number' ? 0 : 1),
  });
  const [oldest] = all.keys();
  if (all.size > MODELS_HELD && oldest !== undefined) all.delete(oldest);
  return { models: all, since: since ?? timestamp };
}

const fresh = (model: string): Usage => ({
  model,
  calls: 0,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  withoutCost: 0,
});

const amount = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0);
