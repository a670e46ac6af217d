/** RFC 4180. For spreadsheets and notebooks; to move events, use NDJSON. */
import { type BinnacleEvent, toWire } from '@binnacle/events';

const COLUMNS = [
  'seq',
  'id',
  'timestamp',
  'received_at',
  'project',
  'type',
  'agent_id',
  'graph_id',
  'node_id',
  'session_id',
  'parent_id',
] as const;

export const CSV_HEADER = `${COLUMNS.join(',')},payload\r\n`;

export function csvLine(event: BinnacleEvent): string {
  const wire = toWire(event);
  return csvRow([...COLUMNS.map((column) => wire[column] ?? ''), JSON.stringify(wire.payload)]);
}

export const csvRow = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;

/** A spreadsheet would run what begins like this as a formula, and agents choose these texts: an apostrophe makes it text. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
