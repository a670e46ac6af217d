import type { Delivery, DeliveryState, WireChannel } from '@binnacle/notifiers';
import { attributes, emptyState, type Html, html, preview, routes, timeAgo } from '@binnacle/plugin-kit';
import { notificationRoutes } from './notification-routes.js';
import { EVENT_WORDS } from './rules-view.js';

const STATES: Readonly<Record<DeliveryState, string>> = {
  waiting: 'planned',
  sent: 'sent',
  failed: 'failed',
  not_needed: 'not needed',
};

/** What was sent where, and what will be. */
export const logView = (log: readonly Delivery[], channels: readonly WireChannel[], next: string | undefined): Html =>
  html`<section class="panel panel-full" id="log" aria-labelledby="log-title"><h2 id="log-title">Delivery log</h2><div class="panel-body">${
    log.length === 0
      ? emptyState('Nothing sent yet', 'Press Test beside a channel, or wait for a question that a rule is for.')
      : html`<div class="table-scroll" tabindex="0"><table class="answered"><thead><tr><th>About</th><th>Channel</th><th>State</th><th data-short>When</th></tr></thead><tbody>${log.map((one) => row(one, channels))}</tbody></table></div>${next && html`<nav class="paging" aria-label="Pages"><a class="chip" rel="next" href="${notificationRoutes.page({ before: next })}#log">Older</a></nav>`}`
  }</div></section>`;

function row(delivery: Delivery, channels: readonly WireChannel[]): Html {
  const { event, subjectId, agentId, channelId, step, state, attempts, error, status, finishedAt, nextAt } = delivery;
  const about =
    event === 'test'
      ? html`Test`
      : html`<a href="${routes.eventPage(subjectId)}">${EVENT_WORDS[event]}</a><span class="quiet">${preview(agentId ?? 'no name', 80)} · step ${step + 1}</span>`;
  const badge = state === 'sent' ? ' is-good' : state === 'failed' ? ' is-bad' : '';
  return html`<tr${attributes({ 'data-nav': true, tabindex: -1 })}><td>${about}</td><td data-beside data-label="to">${preview(channels.find(({ id }) => id === channelId)?.name ?? channelId, 60)}</td><td data-beside><span class="outcome-badge${badge}">${state === 'waiting' && attempts > 0 ? 'trying' : STATES[state]}</span>${attempts > 1 && html` <span class="quiet">${attempts} attempts</span>`}${error ? html`<span class="quiet">${preview(error, 200)}</span>` : status !== null && html`<span class="quiet">HTTP ${status}</span>`}</td><td data-short>${timeAgo((finishedAt ?? nextAt).toISOString())}</td></tr>`;
}
