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
<main>${welcomeRegion(page)}<div class="panels" id="panels">${page.panels.map((panel) => panel.html)}</div></main>${stream(page.streamUrl)}`,
  });

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
