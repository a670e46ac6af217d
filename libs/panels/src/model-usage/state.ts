import { type EventOf, preview, RecentMap } from '@binnacle/plugin-kit';
import { isUnpriced } from '../shared/is-unpriced.js';

/** Models or agents held: the newest by use. */
export const ROWS_HELD = 100;
/** Models told apart within one row. */
const MODELS_HELD = 20;

export type UsageBy = 'model' | 'agent';

/** Calls of one model that told no cost. */
export interface Unpriced {
  readonly model: string;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface Usage {
  readonly name: string;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** As told by events. */
  readonly costUsd: number;
  /** Of what is told, calls whose cost was computed from list prices when they came. */
  readonly computed: number;
  /** What the rest cost is for a price book to say; it is unknown, not nothing. */
  readonly unpriced: readonly Unpriced[];
}

export interface UsageState {
  /** What comes first; the other is folded too, and shown on demand. */
  readonly by: UsageBy;
  readonly rows: Readonly<Record<UsageBy, RecentMap<string, Usage>>>;
  /** When the first call counted here happened. */
  readonly since: string | undefined;
}

export const initial = ({ by }: { readonly by: UsageBy }): UsageState => ({
  by,
  rows: { model: RecentMap.of(ROWS_HELD), agent: RecentMap.of(ROWS_HELD) },
  since: undefined,
});

export function use({ by, rows, since }: UsageState, event: EventOf<'model:response'>): UsageState {
  const model = preview(event.payload.model, 80) || 'unknown';
  const agent = preview(event.agentId ?? 'no agent', 80);
  return {
    by,
    rows: { model: withUse(rows.model, model, model, event), agent: withUse(rows.agent, agent, model, event) },
    since: since ?? event.timestamp,
  };
}

function withUse(
  rows: RecentMap<string, Usage>,
  name: string,
  model: string,
  { payload }: EventOf<'model:response'>,
): RecentMap<string, Usage> {
  const known = rows.get(name) ?? fresh(name);
  const inputTokens = amount(payload.input_tokens);
  const outputTokens = amount(payload.output_tokens);
  const told = !isUnpriced(payload as Readonly<Record<string, unknown>>);
  return rows.set(name, {
    name,
    calls: known.calls + 1,
    inputTokens: known.inputTokens + inputTokens,
    outputTokens: known.outputTokens + outputTokens,
    costUsd: known.costUsd + amount(payload.cost_usd),
    computed: known.computed + (payload.cost_basis === 'computed' ? 1 : 0),
    unpriced: told ? known.unpriced : withCall(known.unpriced, { model, calls: 1, inputTokens, outputTokens }),
  });
}

/** Past the bound, models are one that has no price. */
function withCall(unpriced: readonly Unpriced[], call: Unpriced): readonly Unpriced[] {
  const known = unpriced.find(({ model }) => model === call.model);
  if (!known && unpriced.length >= MODELS_HELD) return withCall(unpriced.slice(1), mergedInto(unpriced[0], call));
  return [...unpriced.filter((one) => one !== known), known ? mergedInto(known, call) : call];
}

const mergedInto = (known: Unpriced | undefined, call: Unpriced): Unpriced => ({
  model: known && known.model !== call.model ? 'several' : call.model,
  calls: (known?.calls ?? 0) + call.calls,
  inputTokens: (known?.inputTokens ?? 0) + call.inputTokens,
  outputTokens: (known?.outputTokens ?? 0) + call.outputTokens,
});

const fresh = (name: string): Usage => ({
  name,
  calls: 0,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  computed: 0,
  unpriced: [],
});

const amount = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0);
