import { BinnacleError, ERROR_CODES } from '@binnacle/events';
import { plainLine } from './terminal/plain-text.js';

/** What happened and what to do, in a line; the place in a query below it. Never a stack. */
export function describeError(error: unknown): string {
  if (!(error instanceof BinnacleError))
    return plainLine(`binnacle: ${error instanceof Error ? error.message : error}`);
  const help = error.context.reason
    ? 'Start it with `npm start`, or name another with --url.'
    : ERROR_CODES[error.code].help;
  return `${plainLine(`binnacle: ${error.detail.replace(/\.$/, '')}. ${help} (${error.code})`)}${place(error)}`;
}

function place({ context: { near, column } }: BinnacleError): string {
  return typeof near === 'string' && typeof column === 'number'
    ? `\n  ${plainLine(near)}\n  ${' '.repeat(column)}^`
    : '';
}
