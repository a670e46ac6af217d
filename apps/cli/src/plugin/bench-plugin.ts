import { realpath } from 'node:fs/promises';
import { bundlePlugin, importBundle } from '@binnacle/plugin-bundle';
import type { PanelProvider } from '@binnacle/plugin-kit';
import { benchPanel } from '@binnacle/plugin-kit/testing';
import { describeBytes } from '../terminal/describe-bytes.js';
import type { Terminal } from '../terminal/terminal.js';
import { benchEvents } from './bench-events.js';
import { panelsOf } from './panels-of.js';

/** Measures each panel of a plugin, a line each. @throws BinnacleError `plugin_load_failed`, Error when there is none */
export async function benchPlugin(given: string, terminal: Terminal): Promise<void> {
  const folder = await realpath(given);
  process.setSourceMapsEnabled(true);
  const panels = panelsOf(await importBundle((await bundlePlugin(folder, folder)).text));
  if (panels.length === 0) throw new Error(`${folder} exports no panel`);
  for (const panel of panels) terminal.out(`${panel.panel.id}: ${measure(panel)}\n`);
}

function measure(provider: PanelProvider): string {
  const { inject = [] } = provider.panel;
  if (inject.length > 0) return `not measured, it injects ${inject.map(nameOf).join(', ')}`;
  const { nsPerEvent, usPerView, htmlBytes, stateBytes } = benchPanel(provider, { events: benchEvents() });
  const state = stateBytes === undefined ? 'state of unknown size' : `state ${describeBytes(stateBytes)}`;
  return `${Math.round(nsPerEvent)} ns an event, ${usPerView.toFixed(1)} µs a view, HTML ${describeBytes(htmlBytes)}, ${state}`;
}

const nameOf = (token: unknown): string => (typeof token === 'function' ? token.name : String(token));
