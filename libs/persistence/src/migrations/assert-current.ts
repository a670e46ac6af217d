import { LifecycleError } from '@binnacle/events';
import type { PrismaService } from '../prisma.service.js';
import { migrationsDirectory } from './migrations-directory.js';
import { type AppliedMigration, pendingMigrations } from './pending-migrations.js';
import { readMigrations } from './read-migrations.js';

/** That nothing is left to apply, and nothing applied that this version does not know. @throws LifecycleError */
export async function assertCurrent(database: PrismaService, directory = migrationsDirectory()): Promise<void> {
  const rows = await database.$queryRaw<AppliedMigration[]>`
    SELECT migration_name, checksum, finished_at, logs FROM _prisma_migrations WHERE rolled_back_at IS NULL`;
  const [pending] = pendingMigrations(readMigrations(directory), rows);
  if (!pending) return;
  throw new LifecycleError('migration_failed', `migration ${pending.name} is not applied`, { migration: pending.name });
}
