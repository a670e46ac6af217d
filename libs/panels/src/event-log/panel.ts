import { Categories, definePanel } from '@binnacle/plugin-kit';
import { initial, LOG_ROWS, logEvent, MAX_ROWS } from './state.js';
import { delta, PANEL, view } from './view.js';

/** Every event as it is committed, the newest on top. */
export const eventLog = definePanel({
  id: PANEL,
  version: 1,
  title: 'Event log',
  size: 'full',
  order: 90,
  history: MAX_ROWS,
  options: {
    rows: { type: 'integer', label: 'Rows', default: LOG_ROWS, min: 10, max: MAX_ROWS },
  },
  inject: [Categories],
  initial,
  on: { '*': logEvent },
  view,
  delta,
});
