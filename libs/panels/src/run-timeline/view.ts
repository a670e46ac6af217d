import { attributes, duration, emptyState, type Html, html, partId, preserve, preview, routes, timeAgo } from '@binnacle/plugin-kit';
import { nested } from './nested.js';
import type { Bar, Run, TimelineState } from './state.js';

export const PANEL = 'run-timeline';
/** Bars painted per run: the newest. */
const BARS_SHOWN = 60;
/** Of the drawing; it is stretched to the room there is. */
const WIDTH = 1_000;
const MAX_DEPTH = 6;

export const view = ({ runs }: TimelineState): Html =>
  runs.size === 0
    ? emptyState('No run yet', 'What agents, tools and models take, as bars: one run per session.')
    : html`<div class="runs">${[...runs.values()].reverse().map(runView)}</div>`;

function runView(run: Run, index: number): Html {
  const id = partId(PANEL, run.kind, run.id);
  const going = run.bars.some(({ end }) => end === null);
  const [first] = run.bars;
  const from = Date.parse(first?.start ?? run.lastAt);
  const to = Math.max(Date.parse(run.lastAt), from + 1);
  return html`<details${attributes({ id, class: 'run', open: index === 0 })}${preserve('open')}><summary><span class="run-name">${preview(run.id, 60)}</span><span class="quiet">${run.kind}</span><span class="${`state state-${going ? 'running' : 'completed'}`}">${going ? 'running' : 'at rest'}</span><span class="quiet">${duration(to - from)}</span>${timeAgo(run.lastAt)}</summary><div class="bars">${rows(run, from, to)}<div class="bar-row bar-axis" aria-hidden="true"><span></span><span class="axis"><span>0</span><span>${duration((to - from) / 2)}</span><span>${duration(to - from)}</span></span><span></span></div></div>${runLink(run)}</details>`;
}

function rows(run: Run, from: number, to: number): Html {
  const shown = run.bars.slice(-BARS_SHOWN);
  const more = run.bars.length - shown.length + run.forgotten;
  return html`${more > 0 && html`<p class="more quiet">${more.toLocaleString('en')} earlier</p>`}${nested(shown).map(([bar, depth]) => row(run, bar, depth, from, to))}`;
}

function row(run: Run, bar: Bar, depth: number, from: number, to: number): Html {
  const scale = (at: string) => Math.max(0, ((Date.parse(at) - from) / (to - from)) * WIDTH);
  const x = scale(bar.start);
  // Thin ones are still to be seen.
  const width = Math.max(4, scale(bar.end ?? run.lastAt) - x);
  const took = (bar.end ? Date.parse(bar.end) : to) - Date.parse(bar.start);
  const state = bar.end === null ? 'is-open' : bar.failed ? 'is-failed' : 'is-done';
  const label = `${bar.kind} ${bar.name}, ${duration(took)}${bar.end === null ? ' so far' : bar.failed ? ', failed' : ''}`;
  return html`<a${attributes({ id: partId(PANEL, run.id, bar.key), class: `bar-row bar-${bar.kind} ${state} depth-${Math.min(depth, MAX_DEPTH)}`, href: routes.eventPage(bar.eventId), title: label, 'aria-label': label })}><span class="bar-name">${bar.name}</span><svg class="bar" viewBox="0 0 ${WIDTH} 10" preserveAspectRatio="none" aria-hidden="true"><rect x="${Math.min(x, WIDTH - 4).toFixed(1)}" y="0" width="${width.toFixed(1)}" height="10"></rect></svg><span class="bar-took">${bar.end === null ? '…' : bar.failed ? '✕ ' : ''}${duration(took)}</span></a>`;
}

const runLink = ({ kind, id }: Run): Html =>
  html`<p class="more"><a href="${routes.entity(kind, id)}">The page of this ${kind}</a></p>`;
