import { definePanel } from '@binnacle/plugin-kit';
import { initial, keep, RESULTS_KEPT } from './state.js';
import { delta, PANEL, view } from './view.js';

/** What came of the agents' work: the newest results and failures. */
export const results = definePanel({
  id: PANEL,
  version: 1,
  title: 'Results',
  size: 'half',
  order: 40,
  history: RESULTS_KEPT,
  initial,
  on: { 'agent:completed': keep, 'agent:failed': keep },
  view,
  delta,
});
