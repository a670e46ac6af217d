import {
  attributes,
  duration,
  emptyState,
  type Html,
  html,
  partId,
  preserve,
  preview,
  routes,
  timeAgo,
} from '@binnacle/plugin-kit';
import { bar } from './row-view.js';
import { rowsOf } from './rows.js';
import type { Bar, BarKind, Run, TimelineState } from './state.js';

export const PANEL = 'run-timeline';

/** Runs shown: those with the newest activity, the one that began last on top. */
const RUNS_SHOWN = 5;
/** Bars drawn of the run on top, and of each other one. */
const BARS_SHOWN = 80;
const BARS_OF_OTHERS = 30;
const TICKS = 4;

export const view = (state: TimelineState): Html => viewOf(state, BARS_SHOWN);

/** @param drawn bars drawn of the run on top */
export function viewOf({ runs }: TimelineState, drawn: number): Html {
  // By their beginning: runs at work at the same time must not change places with every event.
  const [newest, ...others] = [...runs.values()]
    .filter(({ bars }) => bars.length > 0)
    .slice(-RUNS_SHOWN)
    .sort((a, b) => b.firstAt - a.firstAt);
  if (!newest) return emptyState('No run yet', 'What agents, tools and models spend their time on, by session.');
  return html`<section class="run" id="${idOf(newest, 'newest')}">${head(newest)}${chart(newest, drawn)}</section>${others.map(
    (run) =>
      html`<details${attributes({ id: idOf(run), class: 'run' })}${preserve('open')}><summary id="${idOf(run, 'summary')}">${head(run)}</summary>${chart(run, BARS_OF_OTHERS)}</details>`,
  )}<ul class="legend">${LEGEND.map(([kind, name]) => html`<li class="is-${kind}">${name}</li>`)}</ul>`;
}

const LEGEND: readonly (readonly [BarKind, string])[] = [
  ['agent', 'agent'],
  ['tool', 'tool'],
  ['model', 'model'],
  ['wait', 'waiting for a person'],
  ['graph', 'graph or node'],
];

const idOf = ({ kind, id }: Run, ...parts: readonly string[]): string => partId(PANEL, kind, id, ...parts);

function head({ kind, id, bars, firstAt, lastAt }: Run): Html {
  const state = stateOf(bars);
  const failures = bars.filter(({ outcome }) => outcome === 'failed').length;
  const facts = [
    ...(['agent', 'tool', 'model'] as const).map((one) => plural(bars.filter((item) => item.kind === one).length, one)),
    failures > 0 && `${failures} failed`,
  ];
  return html`<div class="run-head is-${state}"><span class="state">${state}</span><span class="run-name" title="${id}"><span class="quiet">${kind}</span> ${preview(id, 80)}</span><span class="run-facts">${facts.filter(Boolean).join(' · ')}</span><span class="run-took">${duration(lastAt - firstAt)}</span>${timeAgo(iso(lastAt))}</div>`;
}

function stateOf(bars: readonly Bar[]): 'waiting' | 'running' | 'failed' | 'completed' {
  if (bars.some(({ kind, outcome }) => kind === 'wait' && outcome === 'running')) return 'waiting';
  if (bars.some(({ outcome }) => outcome === 'running')) return 'running';
  const holders = bars.filter(({ kind }) => kind === 'agent' || kind === 'graph');
  return holders.some(({ outcome }) => outcome === 'failed') ? 'failed' : 'completed';
}

function chart(run: Run, limit: number): Html {
  const rows = rowsOf(run, limit);
  const from = Math.min(...rows.map((row) => row.bar.start));
  const span = Math.max(1, run.lastAt - from);
  const earlier = run.bars.length + run.forgotten - rows.length;
  const ticks = Array.from({ length: TICKS + 1 }, (_, index) => duration((span * index) / TICKS));
  return html`<div class="waterfall"><div class="ticks" aria-hidden="true">${ticks.map((tick) => html`<span>${tick}</span>`)}</div><ol class="bars" id="${idOf(run, 'bars')}">${rows.map((row) => bar(row, { from, span, id: (key) => idOf(run, 'bar', key) }))}</ol></div><p class="more quiet">${earlier > 0 && `${earlier.toLocaleString('en')} earlier ones are not drawn · `}from ${timeAgo(iso(from), 'clock')} · <a href="${routes.entity(run.kind, run.id)}">All of this ${run.kind}</a></p>`;
}

const plural = (count: number, noun: string): string | false =>
  count > 0 && `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

const iso = (ms: number): string => new Date(ms).toISOString();
