import { type BinnacleEvent, Recent } from '@binnacle/plugin-kit';
import { LogRow } from './log-row.js';

/** Rows the log keeps. */
export const LOG_ROWS = 200;

export interface LogState {
  readonly rows: Recent<LogRow>;
}

export const initial = (): LogState => ({ rows: Recent.of(LOG_ROWS) });

export const logEvent = (state: LogState, event: BinnacleEvent): LogState => ({
  rows: state.rows.add(new LogRow(event)),
});
