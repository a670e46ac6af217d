import { html, PART_BRAND, type Panel } from '@binnacle/plugin-kit';
import { IsolatedPanel } from './isolated-panel.js';
import { PartSettings } from './part-settings.js';
import type { PluginHealth } from './plugin-health.js';

export interface NoticeText {
  readonly id: string;
  readonly title: string;
  readonly headline: string;
  readonly why: string;
}

/** Stands where a panel would be, and says why it is not. */
export function noticePanel({ id, title, headline, why }: NoticeText, health: PluginHealth): IsolatedPanel {
  const view = () =>
    html`<div class="panel-error" role="alert"><p><strong>${headline}</strong></p><pre>${why}</pre></div>`;
  const panel: Panel = {
    [PART_BRAND]: 'panel',
    definition: {
      id,
      version: 1,
      title,
      // Its author is waiting for it.
      order: Number.NEGATIVE_INFINITY,
      size: 'full',
      history: 0,
      initial: () => why,
      on: { 'binnacle:*': (state) => state },
      view,
    },
    render: view,
  };
  return new IsolatedPanel(panel, health, new PartSettings());
}

/** In place of the panels of a plugin that can't be loaded. */
export const failureCard = (name: string, why: string, health: PluginHealth): IsolatedPanel =>
  noticePanel(
    {
      id: `plugin-${name.toLowerCase().replace(/[^a-z0-9-]+/g, '-')}`.slice(0, 48),
      title: `Plugin ${name}`,
      headline: "This plugin can't be loaded. It is tried again when its file changes.",
      why,
    },
    health,
  );
