import { attributes, emptyState, type Html, html, partId, timeAgo } from '@binnacle/plugin-kit';
import { MINUTES, type Minute, type RateState } from './state.js';

export const PANEL = 'event-rate';

const WIDTH = 600;
const HEIGHT = 90;
const GAP = 1.5;
const MINUTE_MS = 60_000;
/** Those with a colour of their own, the lowest in a bar first; others are one. */
const CATEGORIES = ['agent', 'tool', 'model', 'graph', 'user'] as const;

export function view({ minutes }: RateState): Html {
  const newest = minutes.at(-1);
  if (!newest) return emptyState('No events yet', 'Each bar will be a minute, by category.');
  const most = Math.max(...minutes.map(sum));
  const first = newest.minute - MINUTES + 1;
  const shown = minutes.filter(({ minute }) => minute >= first);
  const totals = new Map<string, number>();
  for (const minute of shown)
    for (const [name, count] of layers(minute)) totals.set(name, (totals.get(name) ?? 0) + count);
  const all = shown.reduce((total, minute) => total + sum(minute), 0);
  const label = `Events a minute over ${MINUTES} minutes: ${all.toLocaleString('en')} in all, at most ${most.toLocaleString('en')} in one`;
  return html`<figure class="rate-chart" id="${partId(PANEL, 'chart')}"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" preserveAspectRatio="none" aria-label="${label}">${shown.map((minute) => column(minute, minute.minute - first, most))}</svg><figcaption><span>${MINUTES} min</span><span>most ${most.toLocaleString('en')} a minute</span><span>${timeAgo(new Date((newest.minute + 1) * MINUTE_MS - 1).toISOString(), 'clock')}</span></figcaption></figure><ul class="legend">${[...totals].map(([name, count]) => html`<li class="is-${name}"><span>${name}</span> ${count.toLocaleString('en')}</li>`)}</ul>`;
}

/** Stacked; what there is one event of is still seen. */
function column(minute: Minute, index: number, most: number): Html {
  const step = WIDTH / MINUTES;
  let top = HEIGHT;
  const bars = layers(minute).map(([name, count]) => {
    const height = Math.max(1.5, (count / most) * HEIGHT);
    top -= height;
    const place = { x: index * step, y: Math.max(0, top), width: step - GAP, height };
    return html`<rect${attributes({ class: `bar is-${name}`, ...rounded(place) })}/>`;
  });
  return html`<g><title>${sum(minute).toLocaleString('en')}</title>${bars}</g>`;
}

function layers({ counts }: Minute): [name: string, count: number][] {
  const known = CATEGORIES.map((name): [string, number] => [name, counts[name] ?? 0]);
  const others = Object.entries(counts)
    .filter(([name]) => !(CATEGORIES as readonly string[]).includes(name))
    .reduce((total, [, count]) => total + count, 0);
  return [...known, ['other', others] satisfies [string, number]].filter(([, count]) => count > 0) as [
    string,
    number,
  ][];
}

const sum = ({ counts }: Minute): number => Object.values(counts).reduce((total, count) => total + count, 0);

const rounded = (place: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(place).map(([name, value]) => [name, Math.round(value * 10) / 10]));
