import { BinnacleError } from '@binnacle/events';

/** The contract of the seed: what agents write, and what they read. */
export const QUESTION_PREFIX = 'outbox:question:';
export const RESPONSE_PREFIX = 'inbox:response:';
export const MESSAGE_PREFIX = 'inbox:user_message:';

export const MAX_KEY_CHARS = 512;
/** Segments between colons become names of files: nothing that a file system reads otherwise. */
const KEY = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}){0,7}$/;

export const isKey = (key: string): boolean => key.length <= MAX_KEY_CHARS && KEY.test(key);

/** @throws BinnacleError `field_invalid` */
export function assertKey(key: string): void {
  if (isKey(key)) return;
  const detail = `\`key\` must be 1 to 8 names of letters, digits, "_", "-" and ".", joined by ":", at most ${MAX_KEY_CHARS} characters`;
  throw new BinnacleError('field_invalid', detail, { field: 'key', limit: MAX_KEY_CHARS });
}
