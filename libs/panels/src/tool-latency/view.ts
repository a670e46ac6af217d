import { attributes, duration, emptyState, type Html, html, partId } from '@binnacle/plugin-kit';
import { type LatencyState, middleOf, percentile, type Tool } from './state.js';

export const PANEL = 'tool-latency';

/** Tools listed: those with the most calls. */
const LISTED = 12;
const BINS = 24;
const [WIDTH, HEIGHT] = [120, 22];
/** From a millisecond to ten minutes, each bin the same step on a logarithmic scale. */
const SPAN = Math.log(600_000);

export function view({ tools }: LatencyState): Html {
  if (tools.size === 0)
    return emptyState('No tool has ended yet', 'How long calls take: the half of them, and all but one in twenty.');
  const sorted = [...tools.values()].sort((a, b) => b.calls - a.calls || a.name.localeCompare(b.name));
  const more = sorted.length - LISTED;
  return html`<div class="table-scroll"><table class="dense" id="${partId(PANEL, 'table')}"><thead><tr><th scope="col">Tool</th><th scope="col" class="number">Calls</th><th scope="col" class="number">Failed</th><th scope="col" class="number">p50</th><th scope="col" class="number">p95</th><th scope="col">1 ms – 10 min</th></tr></thead><tbody>${sorted.slice(0, LISTED).map(row)}</tbody></table></div>${more > 0 && html`<p class="more quiet">and ${more} more with fewer calls</p>`}`;
}

function row(tool: Tool): Html {
  const share = Math.round((tool.failed / tool.calls) * 100);
  return html`<tr id="${partId(PANEL, tool.name)}"><th scope="row">${tool.name}</th><td class="number">${tool.calls.toLocaleString('en')}</td><td${attributes({ class: `number${tool.failed ? ' is-bad' : ''}` })}>${tool.failed ? `${share || '<1'} %` : '–'}</td><td class="number">${time(percentile(tool, 0.5))}</td><td class="number">${time(percentile(tool, 0.95))}</td><td>${histogram(tool)}</td></tr>`;
}

const time = (ms: number | undefined): string => (ms === undefined ? '–' : duration(ms));

function histogram({ name, slots }: Tool): Html {
  const bins = new Array<number>(BINS).fill(0);
  for (const [slot, count] of slots.entries()) {
    const bin = Math.min(BINS - 1, Math.floor((Math.log(middleOf(slot)) / SPAN) * BINS));
    bins[bin] = (bins[bin] ?? 0) + count;
  }
  const most = Math.max(1, ...bins);
  const step = WIDTH / BINS;
  const bars = bins.map((count, index) => {
    if (count === 0) return '';
    const height = Math.round(Math.max(2, (count / most) * HEIGHT));
    return html`<rect${attributes({ class: 'bar is-tool', x: index * step, y: HEIGHT - height, width: step - 1, height })}/>`;
  });
  return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Durations of ${name}">${bars}</svg>`;
}
