import { definePanel } from '@binnacle/plugin-kit';
import { ask, end, goOn, withdraw } from '../blocked-agents/state.js';
import { alike, answer, initial } from './state.js';
import { PANEL, view } from './view.js';

/** How long agents wait for people, in a few lines: who waits now, and how long the answered ones did. */
export const questionQueue = definePanel({
  id: PANEL,
  version: 1,
  title: 'Question queue',
  size: 'half',
  order: 15,
  // As long as the cards': what is open here and there must be the same.
  history: 50_000,
  initial,
  on: {
    'agent:blocked': alike(ask),
    'agent:resumed': answer,
    'question:withdrawn': alike(withdraw),
    'agent:completed': alike(end),
    'agent:failed': alike(end),
    'agent:cancelled': alike(end),
    'tool:completed': alike(goOn),
    'tool:failed': alike(goOn),
    'user:message': alike(goOn),
  },
  view,
});
