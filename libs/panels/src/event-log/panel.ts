import { definePanel } from '@binnacle/plugin-kit';
import { initial, LOG_ROWS, logEvent } from './state.js';
import { delta, PANEL, view } from './view.js';

/** Every event as it is committed, the newest on top. */
export const eventLog = definePanel({
  id: PANEL,
  version: 1,
  title: 'Event log',
  size: 'full',
  order: 90,
  history: LOG_ROWS,
  initial,
  on: { '*': logEvent },
  view,
  delta,
});
