import type { DatabaseOptions, EmbeddedDatabase } from './database-options.js';
import { EmbeddedPostgres } from './embedded/embedded-postgres.js';
import { DATABASE_NAME, ensureDatabase } from './embedded/ensure-database.js';
import { migrate } from './migrations/migrate.js';

/** A migrated database, ready for connections. */
export interface OpenDatabase {
  readonly url: string;
  /** Stops the embedded server; nothing to do for the user's own. */
  close(): Promise<void>;
}

/**
 * Starts the embedded server unless `url` is given, and applies pending migrations.
 *
 * @throws LifecycleError `database_start_failed`, `migration_failed`, `archive_unavailable`
 */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const migrating = { directory: options.migrationsDir, onNotice: options.onNotice };
  if ('url' in options) {
    await migrate(options.url, migrating);
    return { url: options.url, close: async () => {} };
  }
  const server = await EmbeddedPostgres.start(options satisfies EmbeddedDatabase);
  try {
    await ensureDatabase(server.url());
    const url = server.url(DATABASE_NAME);
    await migrate(url, migrating);
    return { url, close: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
