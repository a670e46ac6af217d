import { Clock, definePanel } from '@binnacle/plugin-kit';
import { call, hear, initial } from './state.js';
import { PANEL, view } from './view.js';

/** Agents that are heard of no more, and those that go in circles. */
export const stuckAgents = definePanel({
  id: PANEL,
  version: 1,
  title: 'Silent and looping',
  order: 65,
  options: {
    minutes: { type: 'number', label: 'Silent after, minutes', default: 2, min: 0.5, max: 1_440 },
    repeats: { type: 'integer', label: 'Looping from so many equal calls in a row', default: 4, min: 2, max: 100 },
  },
  refreshSeconds: 15,
  initial,
  on: { '*': hear, 'tool:called': call },
  inject: [Clock],
  view,
});
