import { type ApiKey, DEFAULT_GRACE_HOURS, MAX_GRACE_HOURS, MAX_KEY_DAYS, SCOPES, type Scope } from '@binnacle/auth';
import { attributes, emptyState, type Html, html, timeAgo } from '@binnacle/plugin-kit';
import { textField } from '../account/fields.js';
import { csrfField, type Visitor } from '../pages/visitor.js';
import { settingsFrame, sure } from './settings-frame.js';
import type { ShownOnce } from './shown-once.js';

export interface KeysPage {
  readonly keys: readonly ApiKey[];
  readonly visitor: Visitor;
  readonly once?: ShownOnce;
  readonly mistake?: string;
}

const MEANING: Readonly<Record<Scope, string>> = {
  ingest: 'send events',
  ask: 'ask people, read answers and messages',
  read: 'read everything',
  answer: 'answer for people',
  admin: 'all of the project',
};
const USUAL: ReadonlySet<Scope> = new Set(['ingest', 'ask']);

export function keysView({ keys, visitor, once, mistake }: KeysPage): Html {
  const alive = keys.filter(({ revokedAt }) => !revokedAt);
  const revoked = keys.filter(({ revokedAt }) => revokedAt);
  const lead = `Of the project ${visitor.project}: agents and programs send one as Bearer token, as password of Basic, or as x-api-key.${visitor.kind === 'open' ? ' Without accounts nobody needs one; it then only says which project is meant.' : ''}`;
  const body = html`${createForm(visitor)}
<section class="panel panel-full" aria-labelledby="keys"><h2 id="keys">Keys</h2><div class="panel-body">${alive.length === 0 ? emptyState('No keys yet') : html`<ul class="dashboard-list">${alive.map((key) => row(key, visitor))}</ul>`}</div></section>
${revoked.length > 0 && html`<details class="settings-more"><summary class="quiet">${revoked.length} revoked</summary><ul class="dashboard-list">${revoked.map(revokedRow)}</ul></details>`}`;
  return settingsFrame({ title: 'API keys', lead, once, mistake, body });
}

const createForm = (visitor: Visitor): Html =>
  html`<section class="panel panel-full" aria-labelledby="new-key"><h2 id="new-key">New key</h2><div class="panel-body settings-body"><form class="settings-form" method="post" action="/settings/keys">${csrfField(visitor)}${textField({ name: 'name', label: 'Name', placeholder: 'deployer on build-7', maxlength: 80, autocomplete: 'off' })}${textField({ name: 'expires_in_days', label: 'Days until it expires', type: 'number', min: 1, max: MAX_KEY_DAYS, required: false, placeholder: 'never' })}<fieldset class="settings-scopes"><legend class="field-name">It may</legend>${SCOPES.map((scope) => html`<label class="check"><input${attributes({ type: 'checkbox', name: 'scope', value: scope, checked: USUAL.has(scope) })}> <span>${scope} <span class="quiet">${MEANING[scope]}</span></span></label>`)}</fieldset><button class="primary" type="submit">Make the key</button></form></div></section>`;

function row(key: ApiKey, visitor: Visitor): Html {
  const { id, name, scopes, createdBy, lastUsedAt, expiresAt, previousUntil } = key;
  const path = `/settings/keys/${id}`;
  const isOver = expiresAt !== null && expiresAt.getTime() <= Date.now();
  const used = lastUsedAt ? html`used ${timeAgo(lastUsedAt.toISOString())}` : html`never used`;
  const expires = expiresAt && html` · ${isOver ? 'expired' : 'expires'} ${expiresAt.toISOString().slice(0, 10)}`;
  const grace =
    previousUntil &&
    previousUntil.getTime() > Date.now() &&
    html` · old secret until ${previousUntil.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const rotate = html`<form class="settings-rotate" method="post" action="${path}/rotate">${csrfField(visitor)}<label for="grace-${id}">The old secret holds for</label><span><input${attributes({ id: `grace-${id}`, name: 'grace_hours', type: 'number', min: 0, max: MAX_GRACE_HOURS, value: DEFAULT_GRACE_HOURS })}> hours</span><button type="submit">New secret</button></form>`;
  const revoke = html`<form method="post" action="${path}/revoke">${csrfField(visitor)}<button type="submit">Revoke it</button></form>`;
  return html`<li id="key-${id}"><div><strong>${name}</strong> ${scopes.map((scope) => html`<span class="state">${scope}</span> `)}${isOver && html`<span class="state state-failed">expired</span>`}<p class="quiet"><code>bnk_${id}_…</code> · ${used}${expires}${grace} · by ${createdBy}</p></div><div class="dashboard-does">${sure('Rotate', 'Programs can change one by one.', rotate)}${sure('Revoke', 'Whoever uses it is refused from now on.', revoke)}</div></li>`;
}

const revokedRow = ({ name, id, revokedAt }: ApiKey): Html =>
  html`<li><div>${name} <span class="quiet"><code>bnk_${id}_…</code> · revoked ${revokedAt && timeAgo(revokedAt.toISOString())}</span></div></li>`;
