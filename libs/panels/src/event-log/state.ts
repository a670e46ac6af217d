import { type BinnacleEvent, preview } from '@binnacle/plugin-kit';
import { who } from '../shared/who.js';
import { summarise } from './summarise.js';

/** Rows the log keeps. */
export const LOG_ROWS = 200;
/** Characters of a payload that a row shows; the whole one is a click away. */
const DETAIL_CHARS = 600;

/** What a row needs, and no more: a payload may be a megabyte. */
export interface LogRow {
  readonly seq: string;
  readonly id: string;
  readonly timestamp: string;
  readonly type: string;
  readonly category: string;
  readonly failed: boolean;
  readonly who: string;
  readonly summary: string;
  readonly detail: string;
}

export interface LogState {
  /** Newest first. */
  readonly rows: readonly LogRow[];
}

export const logEvent = (state: LogState, event: BinnacleEvent): LogState => ({
  rows: [rowOf(event), ...state.rows.slice(0, LOG_ROWS - 1)],
});

const rowOf = (event: BinnacleEvent): LogRow => ({
  seq: event.seq.toString(),
  id: event.id,
  timestamp: event.timestamp,
  type: event.type,
  category: event.category,
  failed: event.action === 'failed',
  who: preview(who(event), 80),
  summary: summarise(event),
  detail: detailOf(event.payload),
});

function detailOf(payload: BinnacleEvent['payload']): string {
  const text = JSON.stringify(payload, null, 2);
  return text.length > DETAIL_CHARS ? `${text.slice(0, DETAIL_CHARS).toWellFormed()}…` : text;
}
