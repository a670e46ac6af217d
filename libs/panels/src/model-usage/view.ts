import { attributes, emptyState, type Html, html, partId, timeAgo } from '@binnacle/plugin-kit';
import type { Usage, UsageState } from './state.js';

export const PANEL = 'model-usage';

/** Models listed: the dearest, then those with the most tokens. */
const LISTED = 12;

export function view({ models, since }: UsageState): Html {
  if (models.size === 0 || since === undefined)
    return emptyState(
      'No model has answered yet',
      'Calls, tokens in and out, and cost by model, from model:response events.',
    );
  const all = [...models.values()].sort((a, b) => b.costUsd - a.costUsd || tokens(b) - tokens(a));
  const total = all.reduce(add);
  const more = all.length - LISTED;
  return html`<div class="table-scroll"><table class="dense" id="${partId(PANEL, 'table')}"><thead><tr><th scope="col">Model</th><th scope="col" class="number">Calls</th><th scope="col" class="number">In</th><th scope="col" class="number">Out</th><th scope="col" class="number">Cost</th><th scope="col"><span class="visually-hidden">Share</span></th></tr></thead><tbody>${all.slice(0, LISTED).map((one) => row(one, total))}</tbody>${all.length > 1 && html`<tfoot>${row(total, total)}</tfoot>`}</table></div><p class="more quiet">${more > 0 && `and ${more} more · `}since ${timeAgo(since)}</p>`;
}

function row(usage: Usage, total: Usage): Html {
  const share = total.costUsd > 0 ? usage.costUsd / total.costUsd : tokens(usage) / Math.max(1, tokens(total));
  return html`<tr id="${partId(PANEL, usage === total ? 'all' : 'model', usage.model)}"><th scope="row">${usage === total ? 'All' : usage.model}</th><td class="number">${count(usage.calls)}</td><td class="number">${count(usage.inputTokens)}</td><td class="number">${count(usage.outputTokens)}</td><td class="number">${cost(usage)}</td><td>${usage !== total && html`<meter${attributes({ min: 0, max: 1, value: Math.round(share * 1_000) / 1_000, 'aria-label': `${Math.round(share * 100)} %` })}></meter>`}</td></tr>`;
}

function cost({ costUsd, withoutCost, calls }: Usage): Html {
  if (withoutCost === calls) return html`<span class="quiet">unknown</span>`;
  const text = `$${costUsd.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: costUsd < 1 ? 4 : 2 })}`;
  return withoutCost === 0 ? html`${text}` : html`<span title="${withoutCost} calls told no cost">≥ ${text}</span>`;
}

const add = (a: Usage, b: Usage): Usage => ({
  model: '',
  calls: a.calls + b.calls,
  inputTokens: a.inputTokens + b.inputTokens,
  outputTokens: a.outputTokens + b.outputTokens,
  costUsd: a.costUsd + b.costUsd,
  withoutCost: a.withoutCost + b.withoutCost,
});

const tokens = ({ inputTokens, outputTokens }: Usage): number => inputTokens + outputTokens;

/** `12,345`, `1.2 M`. */
const count = (value: number): string =>
  value < 100_000
    ? value.toLocaleString('en')
    : value.toLocaleString('en', { notation: 'compact', maximumSignificantDigits: 3 });
