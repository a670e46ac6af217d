import { guarded } from './archive/guarded.js';
import { assertCurrent } from './migrations/assert-current.js';
import type { PoolState, PrismaService } from './prisma.service.js';
import { databaseBytes } from './storage/stored-days.js';

/** How the database does, for health checks and metrics. */
export class DatabaseState {
  constructor(
    private readonly reader: PrismaService,
    private readonly all: readonly PrismaService[],
    private readonly migrationsDir?: string,
  ) {}

  get pools(): readonly PoolState[] {
    return this.all.map(({ pool }) => pool);
  }

  /** Bytes on disk. Postgres looks at every file for it: not for every second. */
  bytes(): Promise<number> {
    return guarded(() => databaseBytes(this.reader));
  }

  /**
   * That the schema is still the one of this version: a newer server may have migrated it since the start.
   *
   * @throws LifecycleError `migration_failed`, `database_too_new`, `archive_unavailable`
   */
  assertCurrent(): Promise<void> {
    return guarded(() => assertCurrent(this.reader, this.migrationsDir));
  }
}
