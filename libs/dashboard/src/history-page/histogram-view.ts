import { withTimes } from '@binnacle/events';
import { attributes, type Html, html } from '@binnacle/plugin-kit';
import type { Histogram, HistogramBar } from './histogram.js';
import { historyRoutes } from './history-routes.js';

const WIDTH = 1_200;
const HEIGHT = 64;
const GAP = 2;
/** Too low to see or to hit is no use: the least a bar with events has. */
const LEAST = 3;

/** Bars that are links: each leads to the same query within its time. */
export function histogramView({ from, to, bars, step }: Histogram, query: string): Html {
  const out = withTimes(query, {});
  const zoomed = out !== query.trim();
  const wider = zoomed && html`<a class="quiet" href="${historyRoutes.page({ query: out })}">All times</a>`;
  if (!bars)
    return html`<div class="histogram"><p class="quiet">Too many events to count quickly; narrow the time to see them charted. ${wider}</p></div>`;
  const most = Math.max(1, ...bars.map(({ events }) => events));
  const drawn = bars.map((one, index) => bar(one, index, WIDTH / bars.length, most, query));
  const total = bars.reduce((sum, { events }) => sum + events, 0);
  const label = `${total} events from ${short(from)} to ${short(to)}, by ${step}; at most ${most} in one`;
  return html`<figure class="histogram day-chart"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="group" aria-label="${label}">${drawn}</svg><figcaption><span>${short(from)}</span><span>${total.toLocaleString('en')} event${total !== 1 && 's'}, ${step} a bar${wider && html` · `}${wider}</span><span>${short(to)} UTC</span></figcaption></figure>`;
}

function bar(
  { from, to, events, errors }: HistogramBar,
  index: number,
  step: number,
  most: number,
  query: string,
): Html {
  if (events === 0) return html``;
  const height = Math.max(LEAST, (events / most) * HEIGHT);
  const failed = errors === 0 ? 0 : Math.max(LEAST, (errors / events) * height);
  const place = { x: round(index * step), width: round(Math.max(1, step - GAP)) };
  const name = `${short(from)}: ${events.toLocaleString('en')}${errors > 0 ? `, ${errors.toLocaleString('en')} failed` : ''}`;
  // The whole column can be clicked, not only its ink.
  const ink = html`<rect${attributes({ ...place, class: 'hit', y: 0, height: HEIGHT })}/><rect${attributes({ ...place, class: 'bar', y: round(HEIGHT - height), height: round(height) })}/>`;
  const red =
    failed > 0 &&
    html`<rect${attributes({ ...place, class: 'bar is-failed', y: round(HEIGHT - failed), height: round(failed) })}/>`;
  const href = historyRoutes.page({ query: withTimes(query, { from: shortened(from), to: shortened(to) }) });
  return html`<a href="${href}" aria-label="${name}"><title>${name}</title>${ink}${red}</a>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
/** For people: `2026-11-23 14:05`. */
const short = (timestamp: string): string => timestamp.slice(0, 16).replace('T', ' ');
/** As the query language takes it, without what says nothing. */
const shortened = (timestamp: string): string =>
  timestamp.endsWith('T00:00:00.000Z') ? timestamp.slice(0, 10) : timestamp.replace(/:00\.000Z$/, 'Z');
