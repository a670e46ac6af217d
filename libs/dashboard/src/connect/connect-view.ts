import { CONNECT_CLIENTS, type ConnectClient } from '@binnacle/connect';
import { action, attributes, type Html, html, init } from '@binnacle/plugin-kit';
import { snippetFigure } from '../pages/snippet-figure.js';
import { connectRoutes } from './connect-routes.js';
import { type FirstEvent, firstEventView } from './first-event-view.js';

export interface ConnectPage {
  readonly client: ConnectClient;
  /** Where agents reach this server. */
  readonly url: string;
  /** Just made, and shown this once. */
  readonly key: string | undefined;
  /** Whether the person may have one made. */
  readonly offersKey: boolean;
  /** Events after this one are news. */
  readonly after: bigint;
}

/** Pick a client, copy what it needs, see it arrive. */
export function connectView(page: ConnectPage): Html {
  const { client, url, key, after } = page;
  const waiting: FirstEvent = { client, url, isLate: false };
  return html`<main class="connect" id="connect"><header><h1>Connect an agent</h1>
<nav class="chips" aria-label="Client">${CONNECT_CLIENTS.map((one) => chip(one, one.id === client.id))}</nav></header>
<div class="connect-columns"><section class="connect-how" aria-labelledby="connect-client"><h2 id="connect-client">${client.name}</h2><p>${client.lead}</p>
${keyPart(page)}<div class="snippets">${client.snippets({ url, key }).map(({ id, title, text }) => snippetFigure({ id: `snippet-${id}`, title, text }))}</div></section>
${firstEventView(waiting)}</div><div id="connect-stream"${init(stream(client.id, after))}></div></main>`;
}

const chip = ({ id, name }: ConnectClient, current: boolean): Html =>
  html`<a${attributes({ class: 'chip', href: connectRoutes.page(id), 'aria-current': current && 'page' })}>${name}</a>`;

function keyPart({ key, offersKey, client }: ConnectPage): Html {
  if (key !== undefined)
    return html`<p class="connect-key" role="status"><strong>The new key is in the snippets below.</strong> It is shown this once: whoever loads the page again makes another.</p>`;
  if (!offersKey) return html``;
  return html`<form class="connect-key" method="post" action="${connectRoutes.key()}"><input type="hidden" name="client" value="${client.id}"><p>This server asks agents for a key.</p><button type="submit">Make a key and fill it in</button></form>`;
}

const stream = (client: string, after: bigint) =>
  action('get', connectRoutes.live(client, after), {
    retry: 'always',
    retryMaxCount: 'endless',
    requestCancellation: 'cleanup',
    noSignals: true,
  });
