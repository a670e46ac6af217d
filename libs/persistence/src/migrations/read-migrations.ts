import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LifecycleError } from '@binnacle/events';

/**
 * First line of a migration that holds what Postgres refuses in a transaction, such as `CREATE INDEX CONCURRENTLY`. Its statements end
 * at the end of a line, are run one by one, and must bear to be run again from the first: a kill may come between any two. An index that
 * was built half-way stays behind as an invalid one: `DROP INDEX CONCURRENTLY IF EXISTS` comes before each.
 */
const IN_STEPS = '-- binnacle: in steps';

export interface Migration {
  /** Name of its folder, `<timestamp>_<word>`: the order of application. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file as Prisma computes it. */
  readonly checksum: string;
  readonly isTransactional: boolean;
}

/** @throws LifecycleError `migration_failed` when the folder cannot be read */
export function readMigrations(directory: string): Migration[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => {
        const file = readFileSync(path.join(directory, name, 'migration.sql'));
        const sql = file.toString('utf8');
        const checksum = createHash('sha256').update(file).digest('hex');
        return { name, sql, checksum, isTransactional: !sql.startsWith(IN_STEPS) };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    throw new LifecycleError('migration_failed', `cannot read ${directory}`, { directory }, { cause });
  }
}

/** Of a migration in steps. */
export const statementsOf = (sql: string): string[] =>
  sql
    .split(/;[ \t]*(?:\r?\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replace(/^--.*$/gm, '').trim() !== '');
