import { attributes, emptyState, type Html, html, partId, timeAgo } from '@binnacle/plugin-kit';
import { type Graph, type ProgressState, stateOf } from './state.js';

export const PANEL = 'progress';

export function view({ graphs }: ProgressState): Html {
  if (graphs.size === 0)
    return emptyState('Nothing in progress', 'Graphs show how far they are, with graph:progress or by their agents.');
  return html`<ul class="graphs" id="${partId(PANEL, 'list')}">${[...graphs.values()].reverse().map(row)}</ul>`;
}

function row(graph: Graph): Html {
  const { completed, total } = amounts(graph);
  const state = stateOf(graph);
  const percent =
    total > 0 ? Math.min(100, Math.round((completed / total) * 100)) : state === 'completed' ? 100 : undefined;
  const id = partId(PANEL, graph.key);
  return html`<li${attributes({ id, class: `graph is-${state}`, 'data-nav': true, tabindex: -1 })}><div class="graph-head"><span class="graph-name" id="${partId(PANEL, graph.key, 'name')}">${graph.name}</span><span class="graph-count">${total > 0 ? `${amount(completed)} of ${amount(total)}` : ''}</span><span class="graph-percent">${percent === undefined ? '—' : `${percent} %`}</span></div>
<progress${attributes({ max: 100, value: percent ?? (state === 'running' ? undefined : 0), 'aria-labelledby': partId(PANEL, graph.key, 'name') })}></progress><div class="graph-foot"><span class="state">${state}</span><span class="graph-label">${graph.label}</span>${timeAgo(graph.lastSeen)}</div></li>`;
}

/** What the graph tells goes before what its agents show. */
function amounts({ told, agents }: Graph): { completed: number; total: number } {
  if (told) return told;
  return { completed: [...agents.values()].filter(Boolean).length, total: agents.size };
}

const amount = (value: number): string => (Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(1));
