import { action, attributes, type Html, html, init } from '@binnacle/plugin-kit';
import { documentOf } from './document.js';
import { filterBar } from './filter-bar.js';
import { liveStatus } from './live-status.js';
import { headOf, pageShell } from './page-shell.js';
import type { DashboardLink, DashboardPage } from './page-types.js';
import { welcomeRegion } from './welcome-region.js';

/** The dashboard, complete as it is: its stream only changes what is here already. */
export const dashboardPage = (page: DashboardPage): Html =>
  page.chrome === 'full' ? withChrome(page) : withoutChrome(page);

const withChrome = (page: DashboardPage): Html =>
  pageShell({
    title: page.title,
    assets: page.assets,
    version: page.version,
    visitor: page.visitor,
    projects: page.projects,
    place: '/',
    status: liveStatus,
    skipTo: { id: 'panels', label: 'Skip to the panels' },
    body: html`${switcher(page)}${filterBar(page.filters, page.path)}
<main>${welcomeRegion(page)}${panelsGrid(page.panels.map((panel) => panel.html))}</main>${stream(page.streamUrl)}`,
  });

/** For walls and phones: the panels, the state of the connection, and a way back. */
const withoutChrome = (page: DashboardPage): Html =>
  documentOf({
    title: page.title,
    className: `bare ${page.chrome}`,
    visitor: page.visitor,
    head: headOf(page.assets, page.visitor),
    body: html`<header class="bare-top"><a class="brand" href="/">Binnacle</a>${liveStatus}</header>
<main>${panelsGrid(page.panels.map((panel) => panel.html))}</main><div id="notices" class="notices" aria-live="polite"></div>${stream(page.streamUrl)}`,
  });

/** The element that is morphed whole when other panels are shown. */
export const panelsGrid = (panels: readonly Html[]): Html => html`<div class="panels" id="panels">${panels}</div>`;

/** Nothing while there is nothing to choose from. */
function switcher({ dashboards, editUrl }: DashboardPage): Html {
  if (dashboards.length < 2) return html``;
  return html`<nav class="chips switcher" aria-label="Dashboards">${dashboards.map(link)}${editUrl && html`<a class="quiet" data-needs="admin" href="${editUrl}">Edit</a>`}</nav>`;
}

const link = ({ href, name, current }: DashboardLink): Html =>
  html`<a${attributes({ class: 'chip', href, 'aria-current': current && 'page' })}>${name}</a>`;

/** Outside every element that frames morph, and without signals, which would end up in access logs. */
const stream = (url: `/${string}`): Html => {
  const get = action('get', url, {
    retry: 'always',
    retryMaxCount: 'endless',
    requestCancellation: 'cleanup',
    noSignals: true,
  });
  return html`<div id="stream"${init(get)}></div>`;
};
