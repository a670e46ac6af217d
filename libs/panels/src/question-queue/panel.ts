import { definePanel } from '@binnacle/plugin-kit';
import { ask, end, goOn, resume } from '../blocked-agents/state.js';
import { also, initial } from './state.js';
import { PANEL, view } from './view.js';

/** How long agents wait for people. */
export const questionQueue = definePanel({
  id: PANEL,
  version: 1,
  title: 'Question queue',
  order: 15,
  history: 50_000,
  initial,
  on: {
    'agent:blocked': also(ask),
    'agent:resumed': also(resume),
    'agent:completed': also(end),
    'agent:failed': also(end),
    'agent:cancelled': also(end),
    'tool:completed': also(goOn),
    'tool:failed': also(goOn),
    'user:message': also(goOn),
  },
  view,
});
