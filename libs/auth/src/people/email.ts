import { BinnacleError } from '@binnacle/events';

const MAX_CHARS = 254;
/** Whether it exists only a mail could tell; this is against slips. */
const FORM = /^[^\s@<>"]+@[^\s@<>"]+$/;

/** An address as it is kept and compared. @throws BinnacleError `field_invalid` */
export function emailOf(text: string): string {
  const email = text.trim().toLowerCase();
  if (email.length <= MAX_CHARS && FORM.test(email) && !/\p{Cc}/u.test(email)) return email;
  throw new BinnacleError('field_invalid', `\`email\` is no e-mail address of at most ${MAX_CHARS} characters`, {
    field: 'email',
  });
}
