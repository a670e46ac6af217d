import { action, type Html, html, init } from '@binnacle/plugin-kit';
import { brandMark } from './brand-mark.js';
import { documentOf } from './document.js';
import { filterBar } from './filter-bar.js';
import type { DashboardPage } from './page-types.js';
import { shortcutsDialog } from './shortcuts-dialog.js';
import { welcomeRegion } from './welcome-region.js';

/** The dashboard, complete as it is: its stream only changes what is here already. */
export const dashboardPage = (page: DashboardPage): Html =>
  documentOf({
    title: page.title,
    head: html`<link rel="icon" href="${page.assets.icon}" type="image/svg+xml"><link rel="stylesheet" href="${page.assets.css}"><script type="module" src="${page.assets.binnacle}"></script><script type="module" src="${page.assets.datastar}"></script>`,
    body: html`<a class="skip" href="#panels">Skip to the panels</a>
<header class="top"><a class="brand" href="/">${brandMark}<span>Binnacle</span></a>${connection}
<nav class="top-links"><a href="/api/docs">API</a><button class="plain" type="button" data-theme-toggle>Theme</button></nav></header>
${filterBar(page.filters)}
<main>${welcomeRegion(page)}<div class="panels" id="panels">${page.panels.map((panel) => panel.html)}</div></main>
<div id="notices" class="notices" aria-live="polite"></div>${shortcutsDialog()}
<footer class="foot">Binnacle ${page.version} · press <kbd>?</kbd> for the keyboard</footer>${stream(page.streamUrl)}`,
  });

/** Says whether what is on the screen is live; kept by the page's own script. */
const connection = html`<p id="connection" class="connection" data-connection="connecting" role="status" aria-live="polite"><span data-connection-text>connecting</span></p><noscript><p class="connection">a snapshot: scripts are off</p></noscript>`;

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
