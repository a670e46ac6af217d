import { definePanel } from '@binnacle/plugin-kit';
import { keep, RESULTS_KEPT, type ResultsState } from './state.js';
import { delta, PANEL, view } from './view.js';

/** What came of the agents' work: the newest results and failures. */
export const results = definePanel({
  id: PANEL,
  version: 1,
  title: 'Results',
  size: 'half',
  order: 40,
  history: RESULTS_KEPT,
  initial: (): ResultsState => ({ results: [] }),
  on: { 'agent:completed': keep, 'agent:failed': keep },
  view,
  delta,
});
