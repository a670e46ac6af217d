import { type Html, html } from '@binnacle/plugin-kit';
import { accessBadge } from './access-badge.js';
import { brandMark } from './brand-mark.js';
import { documentOf } from './document.js';
import { navigation, type Place } from './navigation.js';
import type { PageAssets, ProjectChoice } from './page-types.js';
import { projectSwitcher } from './project-switcher.js';
import { shortcutsDialog } from './shortcuts-dialog.js';
import type { Visitor } from './visitor.js';

export interface PageShell {
  readonly title: string;
  readonly assets: PageAssets;
  readonly version: string;
  readonly visitor: Visitor;
  /** To choose from, in the bar on top. */
  readonly projects: readonly ProjectChoice[];
  /** The place in the navigation that this page is. */
  readonly place: Place;
  /** Beside the name, in the bar on top. */
  readonly status?: Html;
  /** Where the skip link leads: an id. */
  readonly skipTo: { readonly id: string; readonly label: string };
  readonly body: Html;
}

/** Style and scripts, and what the scripts send with every change. */
export const headOf = (assets: PageAssets, { csrfToken }: Visitor): Html =>
  html`${csrfToken && html`<meta name="csrf-token" content="${csrfToken}">`}<link rel="icon" href="${assets.icon}" type="image/svg+xml"><link rel="stylesheet" href="${assets.css}"><script type="module" src="${assets.binnacle}"></script><script type="module" src="${assets.datastar}"></script>`;

/** What every page has: bar, navigation, notices, keys, footer. */
export const pageShell = (page: PageShell): Html =>
  documentOf({
    title: page.title,
    visitor: page.visitor,
    head: headOf(page.assets, page.visitor),
    body: html`<a class="skip" href="#${page.skipTo.id}">${page.skipTo.label}</a>
<header class="top"><a class="brand" href="/">${brandMark}<span>Binnacle</span></a>${page.status}${accessBadge(page.visitor)}${projectSwitcher(page)}
${navigation(page.place, page.visitor)}</header>
${page.body}
<div id="notices" class="notices" aria-live="polite"></div>${shortcutsDialog()}
<footer class="foot">Binnacle ${page.version} · press <kbd>?</kbd> for the keyboard</footer>`,
  });
