import { type Html, html } from '@binnacle/plugin-kit';

export interface ShownOnce {
  readonly title: string;
  readonly text: string;
  readonly hint: string;
}

/** A key or a link that nobody sees again. */
export const shownOnce = ({ title, text, hint }: ShownOnce): Html =>
  html`<section class="shown-once" role="status" aria-labelledby="once"><h2 id="once">${title}</h2><div class="shown-once-text"><code id="once-text">${text}</code><button type="button" data-copy="#once-text">Copy</button></div><p class="quiet">${hint}</p></section>`;
