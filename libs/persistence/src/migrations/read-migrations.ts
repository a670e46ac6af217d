import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LifecycleError } from '@binnacle/events';

export interface Migration {
  /** Name of its folder, `<timestamp>_<word>`: the order of application. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file as Prisma computes it. */
  readonly checksum: string;
}

/** @throws LifecycleError `migration_failed` when the folder cannot be read */
export function readMigrations(directory: string): Migration[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => {
        const file = readFileSync(path.join(directory, name, 'migration.sql'));
        return { name, sql: file.toString('utf8'), checksum: createHash('sha256').update(file).digest('hex') };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    throw new LifecycleError('migration_failed', `cannot read ${directory}`, { directory }, { cause });
  }
}
