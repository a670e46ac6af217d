import { definePanel } from '@binnacle/plugin-kit';
import { LOG_ROWS, type LogState, logEvent } from './state.js';
import { delta, PANEL, view } from './view.js';

/** Every event as it is committed, the newest on top. */
export const eventLog = definePanel({
  id: PANEL,
  version: 1,
  title: 'Event log',
  size: 'full',
  order: 50,
  history: LOG_ROWS,
  initial: (): LogState => ({ rows: [] }),
  on: { '*': logEvent },
  view,
  delta,
});
