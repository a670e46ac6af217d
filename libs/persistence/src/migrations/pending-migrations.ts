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
  const done = new Set<string>();
  for (const { migration_name: name, checksum, finished_at, logs } of applied) {
    const migration = byName.get(name);
    if (!migration) throw tooNew(name);
    // Killed half-way: its steps are run again.
    if (!finished_at && !migration.isTransactional) continue;
    if (!finished_at) throw unfinished(name, logs);
    done.add(name);
    if (migration.checksum !== checksum) throw refused(name, 'was edited after it was applied; restore the file');
  }
  return known.filter(({ name }) => !done.has(name));
}

/** Not by us: our record commits with the migration. Another tool may have been killed before or after its script. */
const unfinished = (name: string, logs: string | null) => {
  const resolve = '`npm run prisma -- migrate resolve`';
  return refused(
    name,
    `was begun by another tool and never finished${logs ? `: ${logs}` : ''}. Restore a backup; or look whether its tables are there, and mark it with ${resolve} \`--applied ${name}\` when they are, \`--rolled-back ${name}\` when they are not`,
  );
};

const tooNew = (migration: string) =>
  new LifecycleError(
    'database_too_new',
    `the database was migrated by a newer Binnacle: ${migration} is applied, and this version does not know it. Nothing was changed. Start the newer version again, or restore a backup from before the upgrade`,
    { migration },
  );

const refused = (migration: string, what: string) =>
  new LifecycleError('migration_failed', `migration ${migration} ${what}`, { migration });
