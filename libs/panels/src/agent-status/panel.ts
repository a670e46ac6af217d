import { definePanel } from '@binnacle/plugin-kit';
import { observe, type StatusState } from './state.js';
import { PANEL, view } from './view.js';

/** Each agent in one line: what it does, how it fares, when it was last heard of. */
export const agentStatus = definePanel({
  id: PANEL,
  version: 1,
  title: 'Agents',
  size: 'half',
  order: 20,
  initial: (): StatusState => ({ agents: new Map(), forgotten: 0 }),
  on: { 'agent:*': observe, 'tool:*': observe, 'model:*': observe },
  view,
});
