import { type ConnectClient } from '@binnacle/connect';
import type { BinnacleEvent } from '@binnacle/events';
import { type Html, html, preview, routes, timeAgo } from '@binnacle/plugin-kit';

/** How far the wait for a first event is. */
export interface FirstEvent {
  readonly client: ConnectClient;
  /** Where agents reach this server. */
  readonly url: string;
  readonly received?: BinnacleEvent;
  /** Of somebody else, meanwhile. */
  readonly other?: BinnacleEvent;
  /** It takes longer than it should. */
  readonly isLate: boolean;
}

/** The part of the page that its stream paints again. */
export const firstEventView = (state: FirstEvent): Html =>
  state.received ? arrived(state.client, state.received) : waiting(state);

const arrived = ({ name }: ConnectClient, event: BinnacleEvent): Html =>
  html`<section id="first-event" class="first-event is-received" aria-labelledby="first-event-title"><h2 id="first-event-title" role="status"><span class="first-event-mark" aria-hidden="true">✓</span>Received: ${name} reports here</h2>
<dl><div><dt>Event</dt><dd><a href="${routes.eventPage(event.id)}">${event.type}</a>, ${timeAgo(event.receivedAt)}</dd></div>
${event.agentId && html`<div><dt>Agent</dt><dd><a href="${routes.entity('agent', event.agentId)}">${preview(event.agentId, 80)}</a></dd></div>`}
${event.sessionId && html`<div><dt>Session</dt><dd><a href="${routes.entity('session', event.sessionId)}">${preview(event.sessionId, 80)}</a></dd></div>`}</dl>
<p><a class="button primary" href="/">Watch it live</a></p></section>`;

const waiting = ({ client, url, other, isLate }: FirstEvent): Html =>
  html`<section id="first-event" class="${isLate ? 'first-event is-late' : 'first-event'}" aria-labelledby="first-event-title"><h2 id="first-event-title" role="status"><span class="first-event-mark" aria-hidden="true"></span>${
    isLate ? html`Nothing from ${client.name} yet` : html`Waiting for the first event of ${client.name}`
  }</h2>
<p class="quiet">${isLate ? 'This page goes on waiting. What to look at meanwhile:' : 'It appears here by itself, a moment after it is sent.'}</p>
${other && html`<p class="quiet">Others do report: <a href="${routes.eventPage(other.id)}">${other.type}</a>${other.agentId && html` of ${preview(other.agentId, 60)}`}, ${timeAgo(other.receivedAt)}. The server is reachable.</p>`}
${isLate && html`<ul class="first-event-checks">${checks(client, url).map((check) => html`<li>${check}</li>`)}</ul>`}</section>`;

function checks({ checks: own, guide }: ConnectClient, url: string): readonly Html[] {
  return [
    html`From where the agent runs, <code>curl ${url}/health</code> must answer.${isLoopback(url) && ' This address is the machine the server runs on, and no other; BINNACLE_PUBLIC_URL names another.'}`,
    ...own.map((check) => html`${check}`),
    html`<code>401</code> or <code>403</code> in the agent’s own log: its key is missing, revoked, or of another project.`,
    ...(guide ? [html`More in <code>docs/guides/${guide}</code>.`] : []),
  ];
}

const isLoopback = (url: string): boolean => /^https?:\/\/(127\.|localhost|\[::1\])/.test(url);
