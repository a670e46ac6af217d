/** The archive and its database. Imports `@binnacle/events` only. */

export { type ArchiveOptions, DEFAULT_ARCHIVE_OPTIONS } from './archive/archive-options.js';
export type { CommitReport } from './archive/committer.js';
export { PatientReader, type Stretch } from './archive/patient-reader.js';
export { type ArchiveConnections, PostgresEventArchive } from './archive/postgres-event-archive.js';
export { selectionOf } from './archive/selection-of.js';
export { type BackupOptions, type BackupReport, backupDatabase } from './backup/backup-database.js';
export { openEmbeddedSource, openEmbeddedTarget } from './backup/open-embedded.js';
export { type RestoreOptions, restoreDatabase } from './backup/restore-database.js';
export type { RestoredArchive } from './backup/verify-restored.js';
export type { BesideChange } from './beside-change.js';
export {
  DashboardStore,
  type DashboardToStore,
  type StoredDashboard,
} from './dashboards/dashboard-store.js';
export {
  type ConnectionOptions,
  type DatabaseOptions,
  DEFAULT_CONNECTION,
  DEFAULT_DATA_DIR,
  type EmbeddedDatabase,
  type ExternalDatabase,
} from './database-options.js';
export { DatabaseState } from './database-state.js';
export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded/embedded-postgres.js';
export {
  type AppendResult,
  type ArchiveTransaction,
  type ArchiveWork,
  EventArchive,
  type EventQuery,
} from './event-archive.js';
export { Prisma } from './generated/prisma/client.js';
export { type DatabaseReport, inspectDatabase, runningEmbedded } from './inspect/inspect-database.js';
export { migrate } from './migrations/migrate.js';
export { type OpenDatabase, openDatabase } from './open-database.js';
export { type Day, dateOf, dayAt, dayOf, floorOf } from './partitions/arrival-day.js';
export { PartModeStore } from './parts/part-mode-store.js';
export { PersistenceModule } from './persistence.module.js';
export { type PoolState, PrismaService } from './prisma.service.js';
export type { CountedSelection, TimeCount } from './rollups/count-over-time.js';
export {
  ENTITY_STATES,
  type EntityKind,
  type EntityQuery,
  type EntityState,
  type EntitySummary,
} from './rollups/entities.js';
export { EventStatistics } from './rollups/event-statistics.js';
export type { KnownDimension, KnownQuery } from './rollups/known-values.js';
export {
  STATS_DIMENSIONS,
  type Stats,
  type StatsDimension,
  type StatsPoint,
  type StatsQuery,
  type StatsSums,
} from './rollups/read-stats.js';
export { type EventSelection, matchesQuery } from './stitch/matches-query.js';
export { STITCH_BOUND, STITCH_PAGE, type StitchOptions, stitch } from './stitch/stitch.js';
export { StorageKeeper, type StorageReport } from './storage/storage-keeper.js';
export type { StorageOptions } from './storage/storage-options.js';
export type { StoredDay } from './storage/stored-days.js';
export type { Drop, DropReason } from './storage/what-to-drop.js';
