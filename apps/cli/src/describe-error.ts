import { BinnacleError, ERROR_CODES } from '@binnacle/events';
import { plainLine } from './terminal/plain-text.js';

/** One line that says what happened and what to do; never a stack. */
export function describeError(error: unknown): string {
  if (!(error instanceof BinnacleError))
    return plainLine(`binnacle: ${error instanceof Error ? error.message : error}`);
  const help = error.context.reason
    ? 'Start it with `npm start`, or name another with --url.'
    : ERROR_CODES[error.code].help;
  return plainLine(`binnacle: ${error.detail.replace(/\.$/, '')}. ${help} (${error.code})`);
}
