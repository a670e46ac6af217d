import { BinnacleError } from '@binnacle/events';

const MAX_CHARS = 80;

/** What others read beside an answer. @throws BinnacleError `field_invalid` */
export function personName(text: string): string {
  const name = text
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
  if (name !== '' && name.length <= MAX_CHARS) return name;
  throw new BinnacleError('field_invalid', `\`name\` must have 1 to ${MAX_CHARS} characters`, { field: 'name' });
}
