import { definePanel } from '@binnacle/plugin-kit';
import { end, initial } from './state.js';
import { PANEL, view } from './view.js';

/** How long tools take and how often they fail. */
export const toolLatency = definePanel({
  id: PANEL,
  version: 1,
  title: 'Tools',
  size: 'half',
  order: 70,
  initial,
  on: { 'tool:completed': end, 'tool:failed': end },
  view,
});
