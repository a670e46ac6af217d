import { type Html, html } from '@binnacle/plugin-kit';
import { type ShownOnce, shownOnce } from './shown-once.js';

export interface SettingsFrame {
  readonly title: string;
  readonly lead: string;
  readonly mistake?: string | undefined;
  readonly once?: ShownOnce | undefined;
  readonly body: Html;
}

/** What the pages of settings share. */
export const settingsFrame = ({ title, lead, mistake, once, body }: SettingsFrame): Html =>
  html`<main class="storage settings" id="settings"><div><h1>${title}</h1><p class="quiet">${lead}</p></div>${mistake && html`<p class="mistake" role="alert">${mistake}</p>`}${once && shownOnce(once)}${body}</main>`;

/** A button that asks once more. */
export const sure = (label: string, question: string, form: Html): Html =>
  html`<details class="action-confirm"><summary class="button">${label} …</summary><div class="action-ask"><p>${question}</p>${form}</div></details>`;
