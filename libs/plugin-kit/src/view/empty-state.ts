import { type Html, type HtmlValue, html } from '../html.js';

/** What a panel shows while it has nothing: what will come here, and what makes it come. */
export const emptyState = (title: string, hint?: HtmlValue): Html =>
  html`<div class="empty"><p class="empty-title">${title}</p>${hint && html`<p class="empty-hint">${hint}</p>`}</div>`;
