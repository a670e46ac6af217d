import { definePanel } from '@binnacle/plugin-kit';
import { fail, initial } from './state.js';
import { PANEL, view } from './view.js';

/** What goes wrong, the same failure in one row however often it happens. */
export const failures = definePanel({
  id: PANEL,
  version: 1,
  title: 'Failures',
  size: 'half',
  order: 60,
  initial,
  on: { 'tool:failed': fail, 'agent:failed': fail, 'graph:failed': fail },
  view,
});
