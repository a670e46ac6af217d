import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BinnacleError } from '@binnacle/events';

/**
 * A secret from the environment, or from the file that `<name>_FILE` names instead.
 *
 * @throws BinnacleError `invalid_config` when both are set or the file can't be read; never with the secret
 */
export function secretSetting(
  name: string,
  { value, file }: { readonly value: string | undefined; readonly file: string | undefined },
  cwd: string,
): string | undefined {
  if (value && file) throw refused(name, `and ${name}_FILE are both set; one of them is enough`);
  if (!file) return value || undefined;
  try {
    // Editors and `docker secret create` leave a line break at the end.
    return readFileSync(path.resolve(cwd, file), 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw refused(`${name}_FILE`, `can't be read: ${(error as Error).message}`);
  }
}

const refused = (variable: string, what: string) =>
  new BinnacleError('invalid_config', `${variable} ${what}`, { variable });
