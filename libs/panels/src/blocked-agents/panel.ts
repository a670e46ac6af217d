import { ActionButtons, definePanel } from '@binnacle/plugin-kit';
import { PANEL } from './panel-id.js';
import { ask, claim, end, goOn, initial, resume, withdraw } from './state.js';
import { view } from './view.js';

/** What people are needed for, first on the page: every question an agent waits on, answered where it stands. */
export const blockedAgents = definePanel({
  id: PANEL,
  version: 2,
  title: 'Waiting for you',
  size: 'full',
  order: 10,
  // A question may wait for days while others come and go: it must still be there after a restart.
  history: 50_000,
  initial,
  on: {
    'agent:blocked': ask,
    'agent:resumed': resume,
    'question:claimed': claim,
    'question:released': claim,
    'question:withdrawn': withdraw,
    'agent:completed': end,
    'agent:failed': end,
    'agent:cancelled': end,
    'tool:completed': goOn,
    'tool:failed': goOn,
    'user:message': goOn,
  },
  inject: [ActionButtons],
  view,
});
