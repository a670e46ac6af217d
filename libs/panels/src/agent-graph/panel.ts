import { definePanel } from '@binnacle/plugin-kit';
import { ofAgent, ofGraph } from './fold.js';
import { initial } from './state.js';
import { PANEL, view } from './view.js';

/** Who works for whom: agents below the agents that made them, nodes in their graphs, each with its state. */
export const agentGraph = definePanel({
  id: PANEL,
  version: 1,
  title: 'Agents and graphs',
  size: 'full',
  order: 58,
  initial,
  on: { 'agent:*': ofAgent, 'tool:*': ofAgent, 'model:*': ofAgent, 'graph:*': ofGraph },
  view,
});
