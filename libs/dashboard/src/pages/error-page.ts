import { type Html, html } from '@binnacle/plugin-kit';
import { documentOf } from './document.js';

/** What a person sees instead of a problem document. Complete without assets: they may be what failed. */
export const errorPage = ({
  status,
  title,
  detail,
  requestId,
}: {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** By which the log is searched. */
  readonly requestId: string;
}): Html =>
  documentOf({
    title: `${status} · Binnacle`,
    body: html`<main class="error-page"><h1>${status}</h1><p><strong>${title}.</strong></p><p>${detail}</p><p class="quiet">Request <code>${requestId}</code></p><p><a href="/">To the dashboard</a></p></main>`,
  });
