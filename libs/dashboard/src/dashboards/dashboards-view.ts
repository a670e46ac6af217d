import { attributes, emptyState, type Html, html, timeAgo } from '@binnacle/plugin-kit';
import type { Dashboard } from './dashboards.service.js';

export interface DashboardsPage {
  readonly dashboards: readonly Dashboard[];
  readonly publicUrl: string;
  readonly mistake?: string;
  /** What was given to import and could not be. */
  readonly imported?: string;
}

/** All dashboards, and what can be done with them. */
export const dashboardsView = (page: DashboardsPage): Html =>
  html`<main class="storage dashboards" id="dashboards"><div class="history-bar"><h1>Dashboards</h1><a class="button" data-needs="admin" href="/dashboards/new">New dashboard</a></div>
${builtIn(page.dashboards)}
<section class="panel panel-full" aria-labelledby="own"><h2 id="own">Your team's</h2><div class="panel-body">${
    page.dashboards.length === 0
      ? emptyState('None yet', 'Choose panels, give each a width and filters of its own, and share the address.')
      : html`<ul class="dashboard-list">${page.dashboards.map((one) => row(one, page.publicUrl))}</ul>`
  }</div></section>
${importForm(page)}</main>`;

const builtIn = (dashboards: readonly Dashboard[]): Html => {
  const isHome = !dashboards.some(({ home }) => home);
  return html`<section class="panel panel-full" aria-labelledby="built-in"><h2 id="built-in">Built in</h2><div class="panel-body"><ul class="dashboard-list">
<li id="dashboard-default"><div><a href="/d/default"><strong>Everything</strong></a>${isHome && home}<p class="quiet">All panels of all plugins.</p></div><div class="dashboard-does">${!isHome && press('/dashboards/home', 'Make it home')}</div></li>
<li><div><a href="/projector"><strong>Projector</strong></a><p class="quiet">For a screen on the wall: large type, nothing to press.</p></div></li>
<li><div><a href="/mobile"><strong>Mobile</strong></a><p class="quiet">Who waits for an answer comes first.</p></div></li></ul></div></section>`;
};

function row({ id, name, panels, home: isHome, updatedAt }: Dashboard, publicUrl: string): Html {
  const path = `/dashboards/${id}`;
  return html`<li id="dashboard-${id}"><div><a href="/d/${id}"><strong>${name}</strong></a>${isHome && home}<p class="quiet">${panels.length} panel${panels.length !== 1 && 's'} · changed ${timeAgo(updatedAt.toISOString())}</p><code class="visually-hidden" id="link-${id}">${publicUrl}/d/${id}</code></div>
<div class="dashboard-does"><a class="button" data-needs="admin" href="${path}/edit">Edit</a><a class="button" data-needs="admin" href="/dashboards/new?from=${id}">Copy</a><button type="button"${attributes({ 'data-copy': `#link-${id}` })}>Copy link</button><a class="button" href="/api/v1/dashboards/${id}?download=1" download>Export</a>${!isHome && press(`${path}/home`, 'Make it home')}<details class="action-confirm" data-needs="admin" id="delete-${id}"><summary class="button">Delete …</summary><div class="action-ask"><p>Delete “${name}” for everyone?</p>${press(`${path}/delete`, 'Delete it')}</div></details></div></li>`;
}

const home = html` <span class="state">home</span>`;

const press = (action: string, label: string): Html =>
  html`<form data-needs="admin" method="post" action="${action}"><button type="submit">${label}</button></form>`;

const importForm = ({ mistake, imported }: DashboardsPage): Html =>
  html`<section class="panel panel-full" data-needs="admin" aria-labelledby="import"><h2 id="import">Import</h2><div class="panel-body"><form class="import" method="post" action="/dashboards/import">${mistake && html`<p class="mistake" role="alert">${mistake}</p>`}<label for="import-json">What Export gave</label><textarea id="import-json" name="json" rows="4" spellcheck="false" placeholder="{ &quot;name&quot;: &quot;Release watch&quot;, &quot;panels&quot;: [ … ] }">${imported ?? ''}</textarea><div class="import-foot"><input type="file" accept="application/json,.json" aria-label="Or a file" data-fill="#import-json"><button class="primary" type="submit">Import</button></div></form></div></section>`;
