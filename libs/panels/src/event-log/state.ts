import { type BinnacleEvent, Recent } from '@binnacle/plugin-kit';
import { LogRow } from './log-row.js';

/** Rows the log keeps, unless an option says otherwise. */
export const LOG_ROWS = 200;
export const MAX_ROWS = 1_000;

export interface LogState {
  readonly rows: Recent<LogRow>;
}

export const initial = ({ rows }: { readonly rows: number }): LogState => ({ rows: Recent.of(rows) });

/** What is kept only so that nothing is lost is found in the history. */
export const logEvent = (state: LogState, event: BinnacleEvent): LogState =>
  event.payload.hidden === true ? state : { rows: state.rows.add(new LogRow(event)) };
