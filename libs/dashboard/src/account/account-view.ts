import type { Account, SessionSummary } from '@binnacle/auth';
import { type Html, html, timeAgo } from '@binnacle/plugin-kit';
import { csrfField, type Visitor } from '../pages/visitor.js';
import { newPasswordField, textField } from './fields.js';

export interface AccountPage {
  readonly account: Account & { readonly hasPassword: boolean };
  readonly sessions: readonly SessionSummary[];
  /** Id of the session that looks. */
  readonly current: string;
  readonly roles: ReadonlyMap<string, string>;
  readonly visitor: Visitor;
  readonly done?: string;
  readonly mistake?: string;
}

export const accountView = (page: AccountPage): Html =>
  html`<main class="storage settings" id="account"><h1>Your account</h1>${page.done && html`<p class="settings-done" role="status">${page.done}</p>`}
${whoSection(page)}${sessionsSection(page)}${passwordSection(page)}</main>`;

function whoSection({ account, roles }: AccountPage): Html {
  const all = [...roles].sort(([a], [b]) => a.localeCompare(b));
  return html`<section class="panel panel-full" aria-labelledby="who"><h2 id="who">${account.name}</h2><div class="panel-body settings-body"><p>${account.email}${account.isOwner && html` <span class="state">owner</span>`}</p><p class="quiet">${account.isOwner ? 'Admin of every project' : all.length === 0 ? 'A member of no project yet' : all.map(([project, role]) => `${project}: ${role}`).join(' · ')}</p></div></section>`;
}

const sessionsSection = ({ sessions, current, visitor }: AccountPage): Html =>
  html`<section class="panel panel-full" aria-labelledby="sessions"><h2 id="sessions">Signed in at</h2><div class="panel-body"><ul class="dashboard-list">${sessions.map(
    ({ id, address, userAgent, createdAt, lastSeenAt }) =>
      html`<li id="session-${id}"><div><strong>${browserName(userAgent)}</strong>${id === current && html` <span class="state state-completed">this one</span>`}<p class="quiet" title="${userAgent}">${address} · seen ${timeAgo(lastSeenAt.toISOString())} · since ${timeAgo(createdAt.toISOString())}</p></div>${id !== current && html`<form method="post" action="/account/sessions/${id}/end">${csrfField(visitor)}<button type="submit">Sign out there</button></form>`}</li>`,
  )}</ul>${sessions.length > 1 && html`<form class="settings-foot" method="post" action="/account/sessions/end-others">${csrfField(visitor)}<button type="submit">Sign out everywhere else</button></form>`}</div></section>`;

const passwordSection = ({ account, visitor, mistake }: AccountPage): Html =>
  html`<section class="panel panel-full" aria-labelledby="password"><h2 id="password">Password</h2><div class="panel-body settings-body"><form class="settings-form" method="post" action="/account/password">${csrfField(visitor)}${mistake && html`<p class="mistake" role="alert">${mistake}</p>`}${account.hasPassword && textField({ name: 'old', label: 'Old password', type: 'password', autocomplete: 'current-password' })}${newPasswordField('New password')}<button type="submit">Change it</button></form></div></section>`;

const BROWSERS = ['Edg', 'Firefox', 'Chrome', 'Safari'] as const;
const SYSTEMS = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS X', 'Linux'] as const;

/** `Firefox on Linux`; of what is none, how it calls itself. */
function browserName(userAgent: string): string {
  const browser = BROWSERS.find((name) => userAgent.includes(`${name}/`));
  const system = SYSTEMS.find((name) => userAgent.includes(name));
  const name = browser === 'Edg' ? 'Edge' : browser;
  return name && system ? `${name} on ${system === 'Mac OS X' ? 'macOS' : system}` : userAgent.slice(0, 60);
}
