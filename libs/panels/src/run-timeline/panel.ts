import { definePanel } from '@binnacle/plugin-kit';
import * as fold from './fold.js';
import { initial } from './state.js';
import { PANEL, view } from './view.js';

/** What a run spends its time on: its agents, and within them tools, models and waits, growing while they go on. */
export const runTimeline = definePanel({
  id: PANEL,
  version: 1,
  title: 'Timeline of runs',
  size: 'full',
  order: 55,
  initial,
  on: {
    'agent:*': fold.touched,
    'agent:started': fold.agentStarted,
    'agent:blocked': fold.agentBlocked,
    'agent:resumed': fold.agentResumed,
    'agent:completed': fold.agentEnded,
    'agent:failed': fold.agentEnded,
    'agent:cancelled': fold.agentEnded,
    'tool:called': fold.toolCalled,
    'tool:started': fold.toolCalled,
    'tool:completed': fold.toolEnded,
    'tool:failed': fold.toolEnded,
    'model:request': fold.modelAsked,
    'model:response': fold.modelAnswered,
    'graph:started': fold.graphStarted,
    'graph:progress': fold.touched,
    'graph:completed': fold.graphEnded,
    'graph:failed': fold.graphEnded,
    'user:message': fold.userSaid,
  },
  view,
});
