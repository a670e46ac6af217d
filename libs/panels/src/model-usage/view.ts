import { attributes, emptyState, type Html, html, type PriceBook, partId, timeAgo } from '@binnacle/plugin-kit';
import { type Cost, costOf, costView, sumOf } from './cost.js';
import type { Usage, UsageState } from './state.js';

export const PANEL = 'model-usage';

/** Rows listed: the dearest, then those with the most tokens. */
const LISTED = 12;

interface Row extends Usage {
  readonly cost: Cost;
}

/** @param prices undefined in a bare replay */
export function view({ by, rows, since }: UsageState, prices?: PriceBook): Html {
  if (rows.size === 0 || since === undefined)
    return emptyState(
      'No model has answered yet',
      `Calls, tokens in and out, and cost by ${by}, from model:response events.`,
    );
  const all = [...rows.values()]
    .map((usage) => ({ ...usage, cost: costOf(usage, prices) }))
    .sort((a, b) => b.cost.usd - a.cost.usd || tokens(b) - tokens(a));
  const total = totalOf(all);
  const more = all.length - LISTED;
  return html`<div class="table-scroll"><table class="dense" id="${partId(PANEL, 'table')}"><thead><tr><th scope="col">${by === 'model' ? 'Model' : 'Agent'}</th><th scope="col" class="number">Calls</th><th scope="col" class="number">In</th><th scope="col" class="number">Out</th><th scope="col" class="number">Cost</th><th scope="col"><span class="visually-hidden">Share</span></th></tr></thead><tbody>${all.slice(0, LISTED).map((one) => row(one, total))}</tbody>${all.length > 1 && html`<tfoot>${row(total, total)}</tfoot>`}</table></div><p class="more quiet">${more > 0 && `and ${more} more · `}since ${timeAgo(since)}</p>`;
}

function row(usage: Row, total: Row): Html {
  const isTotal = usage === total;
  const share = total.cost.usd > 0 ? usage.cost.usd / total.cost.usd : tokens(usage) / Math.max(1, tokens(total));
  return html`<tr id="${partId(PANEL, isTotal ? 'all' : 'row', usage.name)}"><th scope="row">${isTotal ? 'All' : usage.name}</th><td class="number">${count(usage.calls)}</td><td class="number">${count(usage.inputTokens)}</td><td class="number">${count(usage.outputTokens)}</td><td class="number">${costView(usage.cost)}</td><td>${!isTotal && html`<meter${attributes({ min: 0, max: 1, value: Math.round(share * 1_000) / 1_000, 'aria-label': `${Math.round(share * 100)} %` })}></meter>`}</td></tr>`;
}

const totalOf = (rows: readonly Row[]): Row => ({
  name: '',
  calls: sum(rows, ({ calls }) => calls),
  inputTokens: sum(rows, ({ inputTokens }) => inputTokens),
  outputTokens: sum(rows, ({ outputTokens }) => outputTokens),
  costUsd: sum(rows, ({ costUsd }) => costUsd),
  unpriced: [],
  cost: sumOf(rows.map(({ cost }) => cost)),
});

const sum = (rows: readonly Row[], of: (row: Row) => number): number => rows.reduce((total, one) => total + of(one), 0);

const tokens = ({ inputTokens, outputTokens }: Usage): number => inputTokens + outputTokens;

/** `12,345`, `1.2 M`. */
const count = (value: number): string =>
  value < 100_000
    ? value.toLocaleString('en')
    : value.toLocaleString('en', { notation: 'compact', maximumSignificantDigits: 3 });
