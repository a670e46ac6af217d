import { LifecycleError } from '@binnacle/events';
import type { Migration } from './read-migrations.js';

/** A row of Prisma's own table, without those that were rolled back. */
export interface AppliedMigration {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
  readonly logs: string | null;
}

/**
 * What is left to apply.
 *
 * @throws LifecycleError `migration_failed` when an applied migration failed, was edited, or is unknown to this version
 */
export function pendingMigrations(known: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  const byName = new Map(known.map((migration) => [migration.name, migration]));
  for (const { migration_name: name, checksum, finished_at, logs } of applied) {
    if (!finished_at) {
      const reason = logs ? `: ${logs}` : '';
      throw refused(name, `failed earlier${reason}. Repair, then \`npm run prisma -- migrate resolve\``);
    }
    const migration = byName.get(name);
    if (!migration)
      throw refused(name, 'is applied, but this version does not know it: the archive is of a newer Binnacle');
    if (migration.checksum !== checksum) throw refused(name, 'was edited after it was applied; restore the file');
  }
  const done = new Set(applied.map(({ migration_name }) => migration_name));
  return known.filter(({ name }) => !done.has(name));
}

const refused = (migration: string, what: string) =>
  new LifecycleError('migration_failed', `migration ${migration} ${what}`, { migration });
