import { definePanel } from '@binnacle/plugin-kit';
import { count, initial } from './state.js';
import { PANEL, view } from './view.js';

/** How much is going on: events a minute of the last hour, by category. */
export const eventRate = definePanel({
  id: PANEL,
  version: 1,
  title: 'Events a minute',
  size: 'full',
  order: 50,
  initial,
  on: { '*': count },
  view,
});
