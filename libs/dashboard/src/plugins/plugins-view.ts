import {
  attributes,
  duration,
  emptyState,
  FILTER_MODES,
  type FilterMode,
  type Html,
  html,
  preview,
} from '@binnacle/plugin-kit';
import { switchOnForm } from '../pages/index.js';
import type { PartReport, PluginReport } from './plugin-report.js';

/** What is loaded, and what it costs everyone. */
export const pluginsView = (reports: readonly PluginReport[], failures: ReadonlyMap<string, string>): Html =>
  html`<main class="storage plugins" id="plugins"><h1>Plugins</h1>${[...failures].map(failed)}${reports.map(pluginSection)}</main>`;

const failed = ([name, why]: readonly [string, string]): Html =>
  html`<section class="panel panel-full" aria-label="${name}"><h2>${name}</h2><div class="panel-body"><div class="panel-error" role="alert"><p><strong>It can't be loaded.</strong> It is tried again when its file changes.</p><pre>${why}</pre></div></div></section>`;

function pluginSection({ plugin, parts }: PluginReport): Html {
  const name = plugin?.id ?? 'Parts without a plugin';
  const about = plugin && html` <span class="quiet">${plugin.version} · for plugin API ${plugin.binnacle}</span>`;
  return html`<section class="panel panel-full" aria-label="${name}"><h2>${name}${about}</h2><div class="panel-body">${
    parts.length === 0
      ? emptyState('It brings no parts')
      : html`<div class="table-scroll"><table class="dense"><thead><tr><th scope="col">Part</th><th scope="col">Kind</th><th scope="col" class="number">Events</th><th scope="col" class="number">each</th><th scope="col" class="number">Views</th><th scope="col" class="number">each</th><th scope="col" class="number">slowest</th><th scope="col" class="number">Failures</th><th scope="col">State</th></tr></thead><tbody>${parts.map(row)}</tbody></table></div>`
  }</div></section>`;
}

function row({ source, kind, id, events, views, mode, outcomes, failures, lastFailure, off }: PartReport): Html {
  const slowest = Math.max(events.slowestMs, views.slowestMs);
  const told = lastFailure !== undefined && html`<div class="quiet part-failure">${preview(lastFailure, 160)}</div>`;
  const state = off
    ? html`<strong class="is-bad">switched off</strong> <span class="quiet">${off.reason}</span>${switchOnForm(source)}`
    : html`${mode ? '' : 'on'}`;
  const counted =
    outcomes &&
    html`<div class="quiet">${count(outcomes.changed)} changed, ${count(outcomes.dropped)} dropped${mode === 'dry-run' && ' – only counted'}</div>`;
  return html`<tr id="${`part-${source.replace(':', '-')}`}"><th scope="row">${id}</th><td>${kind}</td><td class="number">${count(events.calls)}</td><td class="number">${average(events)}</td><td class="number">${count(views.calls)}</td><td class="number">${average(views)}</td><td class="number">${slowest > 0 ? short(slowest) : '–'}</td><td${attributes({ class: `number${failures ? ' is-bad' : ''}` })}>${count(failures)}</td><td>${state}${mode && !off && modeForm(id, mode)}${counted}${told}</td></tr>`;
}

/** Which a filter is in is a choice of the installation, not of its author. */
const modeForm = (id: string, mode: FilterMode): Html =>
  html`<form class="filter-mode" method="post" action="/plugins/mode"><input type="hidden" name="id" value="${id}"><label class="visually-hidden" for="mode-${id}">Mode of ${id}</label><select id="mode-${id}" name="mode">${FILTER_MODES.map((one) => html`<option${attributes({ value: one, selected: one === mode })}>${MODE_NAMES[one]}</option>`)}</select><button type="submit">Set</button></form>`;

const MODE_NAMES: Readonly<Record<FilterMode, string>> = { on: 'on', 'dry-run': 'dry run', off: 'off' };

const count = (value: number): string => value.toLocaleString('en');
const average = ({ calls, totalMs }: PartReport['events']): string => (calls === 0 ? '–' : short(totalMs / calls));
/** `3.2 µs`, `0.8 ms`, `340 ms` */
const short = (ms: number): string =>
  ms < 0.1 ? `${(ms * 1_000).toFixed(1)} µs` : ms < 10 ? `${ms.toFixed(1)} ms` : duration(ms);
