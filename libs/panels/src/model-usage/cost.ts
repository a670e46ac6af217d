import { type Html, html, type PriceBook } from '@binnacle/plugin-kit';
import type { Usage } from './state.js';

export interface Cost {
  readonly usd: number;
  /** Part of it is the price book's. */
  readonly estimated: boolean;
  /** Calls whose cost nobody knows. */
  readonly unknownCalls: number;
  readonly calls: number;
}

/** What was told, and what the price book says of the rest. */
export function costOf({ costUsd, computed, unpriced, calls }: Usage, prices: PriceBook | undefined): Cost {
  let cost: Cost = { usd: costUsd, estimated: computed > 0, unknownCalls: 0, calls };
  for (const { model, calls: without, inputTokens: input, outputTokens: output } of unpriced) {
    const usd = prices?.cost(model, { input, output });
    cost =
      usd === undefined
        ? { ...cost, unknownCalls: cost.unknownCalls + without }
        : { ...cost, usd: cost.usd + usd, estimated: true };
  }
  return cost;
}

export const sumOf = (costs: readonly Cost[]): Cost =>
  costs.reduce((a, b) => ({
    usd: a.usd + b.usd,
    estimated: a.estimated || b.estimated,
    unknownCalls: a.unknownCalls + b.unknownCalls,
    calls: a.calls + b.calls,
  }));

/** `$1.50`, `≈ $1.50` with list prices in it, `≥ $1.50` when some calls are unknown, `unknown` when all are. */
export function costView({ usd, estimated, unknownCalls, calls }: Cost): Html {
  if (unknownCalls === calls) return html`<span class="quiet">unknown</span>`;
  const digits = usd < 1 ? 4 : 2;
  const text = `$${usd.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: digits })}`;
  if (unknownCalls > 0) return html`<span title="${unknownCalls} calls told no cost">≥ ${text}</span>`;
  return estimated ? html`<span title="By list prices, where events told no cost">≈ ${text}</span>` : html`${text}`;
}
