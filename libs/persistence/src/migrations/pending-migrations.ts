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
 * @throws LifecycleError `migration_failed` when an applied migration failed or was edited; `database_too_new` when one is unknown to
 * this version
 */
export function pendingMigrations(known: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  const byName = new Map(known.map((migration) => [migration.name, migration]));
  for (const { migration_name: name, checksum, finished_at, logs } of applied) {
    if (!finished_at) {
      const reason = logs ? `: ${logs}` : '';
      throw refused(name, `failed earlier${reason}. Repair, then \`npm run prisma -- migrate resolve\``);
    }
    const migration = byName.get(name);
    if (!migration) throw tooNew(name);
    if (migration.checksum !== checksum) throw refused(name, 'was edited after it was applied; restore the file');
  }
  const done = new Set(applied.map(({ migration_name }) => migration_name));
  return known.filter(({ name }) => !done.has(name));
}

const tooNew = (migration: string) =>
  new LifecycleError(
    'database_too_new',
    `the database was migrated by a newer Binnacle: ${migration} is applied, and this version does not know it. Nothing was changed. Start the newer version again, or restore a backup from before the upgrade`,
    { migration },
  );

const refused = (migration: string, what: string) =>
  new LifecycleError('migration_failed', `migration ${migration} ${what}`, { migration });
