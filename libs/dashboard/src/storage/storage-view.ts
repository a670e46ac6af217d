import { type Drop, type DropReason, dateOf, type StorageReport, type StoredDay } from '@binnacle/persistence';
import { emptyState, type Html, html } from '@binnacle/plugin-kit';
import { byteSize } from './byte-size.js';
import { dayChart } from './day-chart.js';

/** Days listed: the newest. The chart and REST have more. */
const LISTED = 200;

const WHY: Readonly<Record<DropReason, string>> = {
  retention: 'past its retention',
  disk: 'to stay within the disk budget',
  interrupted: 'left over by a stop',
};

/** What is kept, for how long, and what goes next. */
export function storageView(report: StorageReport): Html {
  const days = report.days.filter(({ rows, detaching }) => rows > 0 || detaching);
  const going = new Set(report.next.map(({ stored }) => stored));
  return html`<main class="storage" id="storage"><h1>Storage</h1>${report.isFull && FULL}
<dl class="facts">${[
    fact('On disk', byteSize(report.databaseBytes), budget(report)),
    fact('Events', events(days), 'as Postgres estimates'),
    fact('Oldest day', days[0] ? dateOf(days[0].day) : 'none yet', 'by arrival, UTC'),
    fact('Kept for', retention(report), 'after the day of arrival; BINNACLE_RETENTION_DAYS'),
  ]}</dl>
<section class="panel panel-full" aria-labelledby="days-title"><h2 id="days-title">Size per day</h2><div class="panel-body">${
    days.length === 0
      ? emptyState(
          'Nothing stored yet',
          'Each day of arrival gets tables of its own; they are dropped whole when their time is over.',
        )
      : html`${dayChart(days, going)}${next(report.next.filter(({ stored }) => days.includes(stored)))}${table(days, going)}`
  }</div></section></main>`;
}

const FULL = html`<p class="storage-full" role="alert"><strong>Events are refused:</strong> today alone is over BINNACLE_MAX_DISK. Raise it and restart, or wait for midnight UTC. Answers are still taken.</p>`;

const fact = (name: string, value: string, more: string): Html =>
  html`<div><dt>${name}</dt><dd>${value}</dd><dd class="quiet">${more}</dd></div>`;

const events = (days: readonly StoredDay[]): string => {
  const count = days.reduce((total, { rows }) => total + rows, 0);
  return count === 0 ? 'none yet' : `about ${count.toLocaleString('en')}`;
};

const budget = ({ databaseBytes, maxBytes }: StorageReport): string =>
  maxBytes === undefined
    ? 'no budget; set BINNACLE_MAX_DISK'
    : `${Math.round((databaseBytes / maxBytes) * 100)} % of ${byteSize(maxBytes)}`;

function retention({ retentionDays, ownRetention }: StorageReport): string {
  const own = [...ownRetention].map(([project, days]) => `${project}: ${days} days`);
  const general = retentionDays === undefined ? 'ever' : `${retentionDays} days`;
  return [general, ...own].join(', ');
}

const next = (drops: readonly Drop[]): Html =>
  drops.length === 0
    ? html`<p class="storage-next">Nothing is due to be dropped.</p>`
    : html`<p class="storage-next is-due">Goes at the next turn of the day: ${drops
        .slice(0, 5)
        .map(
          ({ stored, reason }) =>
            `${dateOf(stored.day)} of ${stored.project} (${byteSize(stored.bytes)}, ${WHY[reason]})`,
        )
        .join('; ')}${drops.length > 5 && ` and ${drops.length - 5} more days`}.</p>`;

const table = (days: readonly StoredDay[], going: ReadonlySet<StoredDay>): Html => {
  const shown = days.slice(-LISTED).reverse();
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Days"><table><thead><tr><th scope="col">Day</th><th scope="col">Project</th><th scope="col" class="number">Events, about</th><th scope="col" class="number">Size</th></tr></thead><tbody>${shown.map(
    (stored) =>
      html`<tr><td>${dateOf(stored.day)}${going.has(stored) && html` <span class="state">goes next</span>`}</td><td>${stored.project}</td><td class="number">${stored.rows.toLocaleString('en')}</td><td class="number">${byteSize(stored.bytes)}</td></tr>`,
  )}</tbody></table></div>${days.length > LISTED && html`<p class="more">and ${days.length - LISTED} older days</p>`}`;
};
