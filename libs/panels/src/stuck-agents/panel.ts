import { Clock, definePanel } from '@binnacle/plugin-kit';
import { hear, initial } from './state.js';
import { PANEL, view } from './view.js';

/** Agents that nothing is heard of, and agents that do the same again and again. */
export const stuckAgents = definePanel({
  id: PANEL,
  version: 1,
  title: 'Silent and looping',
  size: 'half',
  order: 65,
  options: {
    minutes: { type: 'number', label: 'Silent after, in minutes', default: 2, min: 0.5, max: 1_440 },
    repeats: { type: 'integer', label: 'Looping from this many equal calls in a row', default: 4, min: 2, max: 100 },
  },
  // Silence is no event.
  refreshSeconds: 15,
  initial,
  on: { 'agent:*': hear, 'tool:*': hear, 'model:*': hear, 'graph:*': hear, 'user:*': hear },
  inject: [Clock],
  view,
});
