import { action, type Html, html, init } from '@binnacle/plugin-kit';
import { filterBar } from './filter-bar.js';
import { liveStatus } from './live-status.js';
import { pageShell } from './page-shell.js';
import type { DashboardPage } from './page-types.js';
import { welcomeRegion } from './welcome-region.js';

/** The dashboard, complete as it is: its stream only changes what is here already. */
export const dashboardPage = (page: DashboardPage): Html =>
  pageShell({
    title: page.title,
    assets: page.assets,
    version: page.version,
    place: '/',
    status: liveStatus,
    skipTo: { id: 'panels', label: 'Skip to the panels' },
    body: html`${filterBar(page.filters)}
<main>${welcomeRegion(page)}${panelsGrid(page.panels.map((panel) => panel.html))}</main>${stream(page.streamUrl)}`,
  });

/** The element that is morphed whole when other panels are shown. */
export const panelsGrid = (panels: readonly Html[]): Html => html`<div class="panels" id="panels">${panels}</div>`;

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
