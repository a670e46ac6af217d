import { ERROR_CODES, type ErrorCode } from './error-codes.js';

/** Extra members of a problem document, and what a log line should carry. JSON values only. */
export type ErrorContext = Readonly<Record<string, unknown>>;

/**
 * Wrong use: a value, a body or a definition that can never be right as it is.
 *
 * @example throw new BinnacleError('field_too_long', '`agent_id` has 300 characters; the limit is 256', { field: 'agent_id' });
 */
export class BinnacleError extends Error {
  override readonly name: string = 'BinnacleError';

  constructor(
    /** Stable, see docs/reference/errors.md. */
    readonly code: ErrorCode,
    /** This occurrence: names the field, the value and the limit. */
    readonly detail: string,
    readonly context: ErrorContext = {},
    options?: ErrorOptions,
  ) {
    super(`${code}: ${detail}`, options);
  }

  /** HTTP status of the code; 500 for codes that should never leave the process. */
  get status(): number {
    return ERROR_CODES[this.code].status || 500;
  }
}

/** Right use at the wrong moment: not started yet, stopping, full, or the database is away. Trying again may work. */
export class LifecycleError extends BinnacleError {
  override readonly name = 'LifecycleError';
}
