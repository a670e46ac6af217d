import { type Html, html, trusted } from '@binnacle/plugin-kit';

export interface DocumentParts {
  readonly title: string;
  readonly head?: Html;
  readonly body: Html;
  /** Of the body. */
  readonly className?: string;
}

/** The HTML around every page. No inline script and no inline style: the policy forbids both. */
export const documentOf = ({ title, head, body, className }: DocumentParts): Html => html`${trusted('<!doctype html>')}
<html lang="en" data-theme="auto"><head><meta charset="utf-8"><title>${title}</title><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">${head}</head><body${className && html` class="${className}"`}>${body}</body></html>`;
