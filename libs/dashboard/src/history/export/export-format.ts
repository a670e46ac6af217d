import { type BinnacleEvent, toWire } from '@binnacle/events';
import { CSV_HEADER, csvLine } from './csv-line.js';

export interface ExportFormat {
  readonly mediaType: string;
  readonly extension: string;
  readonly head: string;
  readonly line: (event: BinnacleEvent) => string;
}

const FORMATS: readonly ExportFormat[] = [
  {
    mediaType: 'application/x-ndjson',
    extension: 'ndjson',
    head: '',
    line: (event) => `${JSON.stringify(toWire(event))}\n`,
  },
  { mediaType: 'text/csv', extension: 'csv', head: CSV_HEADER, line: csvLine },
];

/** The first of them that `Accept` names; undefined = a page of JSON. A wildcard is no wish for an export. */
export function exportFormat(accept: string | undefined): ExportFormat | undefined {
  for (const range of (accept ?? '').split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    if (parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter))) continue;
    if (type === 'application/json' || type === 'text/html') return undefined;
    const found = FORMATS.find(
      ({ mediaType }) => mediaType === type || (type === 'application/ndjson' && mediaType.endsWith('ndjson')),
    );
    if (found) return found;
  }
  return undefined;
}
