import { definePanel } from '@binnacle/plugin-kit';
import { advance, countAgent, fail, initial } from './state.js';
import { PANEL, view } from './view.js';

/** How far each graph is: by what it tells, else by its agents that ended. */
export const progress = definePanel({
  id: PANEL,
  version: 2,
  title: 'Progress',
  size: 'half',
  order: 30,
  initial,
  on: {
    'graph:started': advance,
    'graph:progress': advance,
    'graph:completed': advance,
    'graph:failed': fail,
    'agent:started': countAgent,
    'agent:completed': countAgent,
    'agent:failed': countAgent,
    'agent:cancelled': countAgent,
  },
  view,
});
