import { type Html, html } from '@binnacle/plugin-kit';

/** A text to copy, with its button. `id` is unique on the page. */
export const snippetFigure = ({
  id,
  title,
  text,
}: {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}): Html =>
  html`<figure class="snippet"><figcaption><span>${title}</span><button class="plain" type="button" data-copy="#${id}">Copy</button></figcaption><pre id="${id}" tabindex="0">${text}</pre></figure>`;
