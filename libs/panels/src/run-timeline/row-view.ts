import { attributes, duration, type Html, html, routes, timeAgo } from '@binnacle/plugin-kit';
import type { Row } from './rows.js';
import type { Bar, BarKind } from './state.js';

/** Where on the chart: epoch milliseconds of its left edge, milliseconds across. */
export interface Scale {
  readonly from: number;
  readonly span: number;
  readonly id: (key: string) => string;
}

/** Deeper ones are indented no further. */
const DEEPEST = 6;
/** Per cent of the chart: shorter ones would not be seen. */
const NARROWEST = 0.4;

/** One bar with its name and time, as a link to its event. Percentages need no size and no style attribute. */
export function bar({ bar: item, depth }: Row, { from, span, id }: Scale): Html {
  const { kind, name, outcome, start, end, eventId } = item;
  const percent = (at: number) => Math.min(100, Math.max(0, ((at - from) / span) * 100));
  const width = Math.max(NARROWEST, percent(end ?? from + span) - percent(start));
  const x = Math.min(percent(start), 100 - width);
  const place = { x: `${x.toFixed(2)}%`, width: `${width.toFixed(2)}%`, height: '100%', rx: 3 };
  const label = [NAMES[kind], name, WORDS[outcome], end !== undefined && duration(end - start)]
    .filter(Boolean)
    .join(', ');
  return html`<li${attributes({ id: id(`${kind} ${eventId}`), class: `bar-row is-${kind} is-${outcome} depth-${Math.min(depth, DEEPEST)}` })}><a${attributes({ href: routes.eventPage(eventId), title: label })}><span class="bar-name"><span class="visually-hidden">${NAMES[kind]} </span>${name}</span><svg class="track" aria-hidden="true"><rect${attributes({ class: `bar is-${kind}`, ...place })}/></svg><span class="bar-took">${took(item)}</span></a></li>`;
}

const NAMES: Readonly<Record<BarKind, string>> = {
  graph: 'graph',
  agent: 'agent',
  tool: 'tool',
  model: 'model',
  wait: 'question',
};

const WORDS = { running: 'running', done: '', failed: 'failed', cut: 'cut off' } as const;

/** The browser counts on for what is not over. */
function took({ kind, outcome, start, end }: Bar): Html {
  if (end === undefined)
    return html`${kind === 'wait' ? 'waiting' : 'running'} ${timeAgo(new Date(start).toISOString(), 'elapsed')}`;
  return html`${WORDS[outcome]} ${duration(end - start)}`;
}
