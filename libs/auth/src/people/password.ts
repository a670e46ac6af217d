import { BinnacleError } from '@binnacle/events';

export const MIN_PASSWORD_CHARS = 12;
export const MAX_PASSWORD_CHARS = 256;

/** @throws BinnacleError `field_invalid`, without the password */
export function assertPassword(password: string): void {
  if (password.length >= MIN_PASSWORD_CHARS && password.length <= MAX_PASSWORD_CHARS) return;
  const detail = `\`password\` has ${password.length} characters; ${MIN_PASSWORD_CHARS} to ${MAX_PASSWORD_CHARS} are allowed`;
  throw new BinnacleError('field_invalid', detail, { field: 'password' });
}
