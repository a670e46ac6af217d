import {
  attributes,
  emptyState,
  type Html,
  html,
  type PriceBook,
  partId,
  preserve,
  timeAgo,
} from '@binnacle/plugin-kit';
import { type Cost, costOf, costView, sumOf } from './cost.js';
import type { Usage, UsageBy, UsageState } from './state.js';

export const PANEL = 'model-usage';

/** Rows listed of a table: the dearest, then those with the most tokens. */
const LISTED = 12;

interface Row extends Usage {
  readonly cost: Cost;
}

/** @param prices undefined in a bare replay */
export function view({ by, rows, since }: UsageState, prices?: PriceBook): Html {
  if (since === undefined)
    return emptyState(
      'No model has answered yet',
      'Calls, tokens in and out, and cost by model and by agent, from model:response events.',
    );
  const other = by === 'model' ? 'agent' : 'model';
  const more = partId(PANEL, 'by', other);
  return html`${table(by, rows[by], prices)}<details${attributes({ id: more, class: 'also' })}${preserve('open')}><summary id="${more}-summary">By ${other}</summary>${table(other, rows[other], prices)}</details><p class="more quiet">since ${timeAgo(since)}</p>`;
}

function table(by: UsageBy, rows: ReadonlyMap<string, Usage>, prices: PriceBook | undefined): Html {
  const all = [...rows.values()]
    .map((usage) => ({ ...usage, cost: costOf(usage, prices) }))
    .sort((a, b) => b.cost.usd - a.cost.usd || tokens(b) - tokens(a));
  const total = totalOf(all);
  const more = all.length - LISTED;
  return html`<div class="table-scroll"><table class="dense" id="${partId(PANEL, by, 'table')}"><thead><tr><th scope="col">${by === 'model' ? 'Model' : 'Agent'}</th><th scope="col" class="number">Calls</th><th scope="col" class="number">In</th><th scope="col" class="number">Out</th><th scope="col" class="number">Cost</th><th scope="col"><span class="visually-hidden">Share</span></th></tr></thead><tbody>${all.slice(0, LISTED).map((one) => row(by, one, total))}</tbody>${all.length > 1 && html`<tfoot>${row(by, total, total)}</tfoot>`}</table></div>${more > 0 && html`<p class="more quiet">and ${more} more</p>`}`;
}

function row(by: UsageBy, usage: Row, total: Row): Html {
  const isTotal = usage === total;
  const share = total.cost.usd > 0 ? usage.cost.usd / total.cost.usd : tokens(usage) / Math.max(1, tokens(total));
  return html`<tr id="${isTotal ? partId(PANEL, by, 'all') : partId(PANEL, by, 'row', usage.name)}"><th${attributes({ scope: 'row', title: isTotal ? undefined : usage.name })}>${isTotal ? 'All' : usage.name}</th><td class="number">${count(usage.calls)}</td><td class="number">${count(usage.inputTokens)}</td><td class="number">${count(usage.outputTokens)}</td><td class="number">${costView(usage.cost)}</td><td>${!isTotal && html`<meter${attributes({ min: 0, max: 1, value: Math.round(share * 1_000) / 1_000, 'aria-label': `${Math.round(share * 100)} %` })}></meter>`}</td></tr>`;
}

const totalOf = (rows: readonly Row[]): Row => ({
  name: '',
  calls: sum(rows, ({ calls }) => calls),
  inputTokens: sum(rows, ({ inputTokens }) => inputTokens),
  outputTokens: sum(rows, ({ outputTokens }) => outputTokens),
  costUsd: sum(rows, ({ costUsd }) => costUsd),
  computed: sum(rows, ({ computed }) => computed),
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
