import { migrationsDirectory } from '../migrations/migrations-directory.js';
import { readMigrations } from '../migrations/read-migrations.js';

/** What the migrations make outside the schema of the days; a test holds it equal to a migrated database. */
export interface ArchiveObjects {
  /** Prisma's own among them. */
  readonly tables: readonly string[];
  readonly types: readonly string[];
  /** Without arguments, as those of triggers are. */
  readonly functions: readonly string[];
}

export function archiveObjects(directory = migrationsDirectory()): ArchiveObjects {
  const sql = readMigrations(directory)
    .map((migration) => migration.sql)
    .join('\n');
  const names = (pattern: RegExp) => [...sql.matchAll(pattern)].map(([, name]) => name as string);
  return {
    tables: [...names(/^CREATE TABLE (?:IF NOT EXISTS )?"(\w+)"/gm), '_prisma_migrations'],
    types: names(/^CREATE TYPE "(\w+)"/gm),
    functions: names(/^CREATE FUNCTION (\w+)\(\)/gm),
  };
}
