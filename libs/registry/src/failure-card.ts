import { html, PART_BRAND, type Panel } from '@binnacle/plugin-kit';
import { IsolatedPanel } from './isolated-panel.js';
import { PartSettings } from './part-settings.js';
import type { PluginHealth } from './plugin-health.js';

/** Stands where the panels of a plugin would, and says why it can't be loaded. First of all: its author is waiting for it. */
export function failureCard(name: string, why: string, health: PluginHealth): IsolatedPanel {
  const view = () =>
    html`<div class="panel-error" role="alert"><p><strong>This plugin can't be loaded.</strong> It is tried again when its file changes.</p><pre>${why}</pre></div>`;
  const panel: Panel = {
    [PART_BRAND]: 'panel',
    definition: {
      id: cardId(name),
      version: 1,
      title: `Plugin ${name}`,
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

const cardId = (name: string): string => `plugin-${name.toLowerCase().replace(/[^a-z0-9-]+/g, '-')}`.slice(0, 48);
