import type { ChannelKind, WireChannel } from '@binnacle/notifiers';
import { attributes, emptyState, type Html, html, preview } from '@binnacle/plugin-kit';
import { notificationRoutes } from './notification-routes.js';

export interface ShownSecret {
  readonly channelId: string;
  readonly secret: string;
}

const KINDS: Readonly<Record<ChannelKind, string>> = {
  ntfy: 'Phone (ntfy)',
  slack: 'Slack, Mattermost, Discord',
  webhook: 'Signed webhook',
  web_push: 'Browsers (Web Push)',
  plugin: 'Notifier of a plugin',
};

/** Where notifications can go, each with its test; and a form for each kind that there is. */
export const channelsView = (
  channels: readonly WireChannel[],
  notifiers: readonly { readonly id: string; readonly title: string }[],
  shown: ShownSecret | undefined,
): Html =>
  html`<section class="panel panel-full" aria-labelledby="channels-title"><h2 id="channels-title">Channels</h2><div class="panel-body">${shown && secretOnce(shown, channels)}${
    channels.length === 0
      ? emptyState('No channels', 'A channel is a phone, a chat, a webhook or browsers: make one below, and test it.')
      : html`<div class="table-scroll" tabindex="0"><table class="answered"><thead><tr><th>Name</th><th>Kind</th><th>Goes to</th><th data-short></th></tr></thead><tbody>${channels.map(row)}</tbody></table></div>`
  }<div class="new-forms"><span class="quiet" data-needs="admin">New channel</span>${form('ntfy', NTFY)}${form('slack', SLACK)}${form('webhook', WEBHOOK)}${form('web_push', PUSH)}${notifiers.length > 0 && form('plugin', pluginFields(notifiers))}</div></div></section>`;

const row = ({ id, name, kind, target, notifier, answers, secrets }: WireChannel): Html =>
  html`<tr${attributes({ 'data-nav': true, tabindex: -1 })}><td>${preview(name, 80)}<span class="quiet">${preview(id, 48)}</span></td><td data-beside>${KINDS[kind]}</td><td><span class="target">${preview(target ?? notifier ?? 'every browser that subscribed', 120)}</span>${answers && html`<span class="quiet">with answer buttons</span>`}${secrets.length > 0 && html`<span class="quiet">signed by ${secrets.map(({ hint }) => hint).join(' and ')}</span>`}</td><td class="row-actions" data-short>${button(notificationRoutes.test(id), 'Test')}${kind === 'webhook' && button(notificationRoutes.rotate(id), 'New secret')}${button(notificationRoutes.removeChannel(id), 'Delete', 'danger')}</td></tr>`;

export const button = (path: string, label: string, kind?: 'danger'): Html =>
  html`<form data-needs="admin" method="post" action="${path}"><button${attributes({ type: 'submit', class: kind })}>${label}</button></form>`;

const secretOnce = ({ channelId, secret }: ShownSecret, channels: readonly WireChannel[]): Html =>
  html`<div class="secret-once" role="status"><p><strong>The secret of ${preview(channels.find(({ id }) => id === channelId)?.name ?? channelId, 80)}</strong> is shown this once. What receives the webhook needs it.</p><pre id="new-secret" tabindex="0">${secret}</pre><button class="plain" type="button" data-copy="#new-secret">Copy</button></div>`;

const form = (kind: ChannelKind, fields: Html): Html =>
  html`<details data-needs="admin"><summary>${KINDS[kind]}</summary><form class="new-form" method="post" action="${notificationRoutes.channels()}"><input type="hidden" name="kind" value="${kind}"><label><span>Name</span><input name="name" maxlength="80" required></label>${fields}<button class="primary" type="submit">Make channel</button></form></details>`;

const NTFY = html`<label><span>Topic, long and random</span><input name="topic" maxlength="64" pattern="[A-Za-z0-9_\\-]+" required autocomplete="off"></label><label><span>Server</span><input name="url" type="url" placeholder="https://ntfy.sh"></label><label><span>Access token, if it wants one</span><input name="token" type="password" maxlength="200" autocomplete="off"></label><label class="check"><input type="checkbox" name="answers" value="1" checked><span>Buttons that answer</span></label>`;
const SLACK = html`<label><span>URL of the incoming webhook</span><input name="url" type="url" required autocomplete="off" placeholder="https://hooks.slack.com/services/…"></label>`;
const WEBHOOK = html`<label><span>URL</span><input name="url" type="url" required placeholder="https://example.com/hooks/binnacle"></label>`;
const PUSH = html`<p class="quiet">Goes to every browser that is switched on under “This browser”.</p>`;

const pluginFields = (notifiers: readonly { readonly id: string; readonly title: string }[]): Html =>
  html`<label><span>Notifier</span><select name="notifier">${notifiers.map(({ id, title }) => html`<option value="${id}">${title}</option>`)}</select></label>`;
