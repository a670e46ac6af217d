import { type Html, html } from '@binnacle/plugin-kit';
import { brandMark } from './brand-mark.js';
import { documentOf } from './document.js';

/** What a person sees instead of a problem document. Complete without its style: that may be what failed. */
export const errorPage = ({
  status,
  title,
  detail,
  requestId,
  css,
}: {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** By which the log is searched. */
  readonly requestId: string;
  readonly css: string;
}): Html =>
  documentOf({
    title: `${status} · Binnacle`,
    head: html`<link rel="stylesheet" href="${css}">`,
    body: html`<main class="error-page panel"><p class="brand">${brandMark}<span>Binnacle</span></p><h1>${title}</h1><p>${detail}</p><p><a class="button" href="/">To the dashboard</a></p><p class="quiet">${status} · request <code>${requestId}</code></p></main>`,
  });
