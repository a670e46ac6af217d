import { definePanel } from '@binnacle/plugin-kit';
import { initial, observe } from './state.js';
import { PANEL, view } from './view.js';

/** Each agent in one line: what it does, how it fares, when it was last heard of. */
export const agentStatus = definePanel({
  id: PANEL,
  version: 1,
  title: 'Agents',
  size: 'half',
  order: 20,
  initial,
  on: { 'agent:*': observe, 'tool:*': observe, 'model:*': observe, 'user:message': observe },
  view,
});
