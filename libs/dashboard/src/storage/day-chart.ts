import { dateOf, type StoredDay } from '@binnacle/persistence';
import { attributes, type Html, html } from '@binnacle/plugin-kit';
import { byteSize } from './byte-size.js';

/** Days drawn: the newest. */
const SHOWN = 60;
const WIDTH = 1_200;
const HEIGHT = 140;
const GAP = 2;

/** Bytes per day as bars, all projects together; what goes next is marked. */
export function dayChart(days: readonly StoredDay[], goes: ReadonlySet<StoredDay>): Html {
  const byDay = new Map<number, { bytes: number; going: boolean }>();
  for (const stored of days) {
    const { bytes, going } = byDay.get(stored.day) ?? { bytes: 0, going: false };
    byDay.set(stored.day, { bytes: bytes + stored.bytes, going: going || goes.has(stored) });
  }
  const last = Math.max(...byDay.keys());
  const first = Math.max(Math.min(...byDay.keys()), last - SHOWN + 1);
  const count = last - first + 1;
  const most = Math.max(...[...byDay.values()].map(({ bytes }) => bytes), 1);
  const step = WIDTH / Math.max(count, 14);
  const bars = [...byDay]
    .filter(([day]) => day >= first)
    .map(([day, { bytes, going }]) => {
      const height = Math.max(2, (bytes / most) * HEIGHT);
      const place = { x: (day - first) * step, y: HEIGHT - height, width: Math.max(1, step - GAP), height };
      return html`<rect${attributes({ ...place, class: going ? 'bar is-going' : 'bar', rx: 2 })}><title>${dateOf(day)}: ${byteSize(bytes)}${going && ', goes next'}</title></rect>`;
    });
  const label = `Bytes per day from ${dateOf(first)} to ${dateOf(last)}; the largest has ${byteSize(most)}`;
  return html`<figure class="day-chart"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" preserveAspectRatio="none" aria-label="${label}">${bars}</svg><figcaption><span>${dateOf(first)}</span><span>largest ${byteSize(most)}</span><span>${dateOf(last)}</span></figcaption></figure>`;
}
