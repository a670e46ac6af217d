import {
  type DynamicModule,
  Inject,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { ArchiveOptions } from './archive/archive-options.js';
import { PostgresEventArchive } from './archive/postgres-event-archive.js';
import { DashboardStore } from './dashboards/dashboard-store.js';
import type { DatabaseOptions } from './database-options.js';
import { DatabaseState } from './database-state.js';
import { EventArchive } from './event-archive.js';
import { type OpenDatabase, openDatabase } from './open-database.js';
import { PartModeStore } from './parts/part-mode-store.js';
import { PrismaService } from './prisma.service.js';
import { EventStatistics } from './rollups/event-statistics.js';
import { Rollups } from './rollups/rollups.js';
import { StorageKeeper } from './storage/storage-keeper.js';
import type { StorageOptions } from './storage/storage-options.js';

const DATABASE = Symbol('Database');
const WRITER = Symbol('WriterPool');
const KEEPER = Symbol('KeeperPool');
const FOLDER = Symbol('FolderPool');
/** One connection: it holds a lock of its session. Taking a day out waits for the reads that see it, and an index takes its time. */
const KEEPER_POOL = { poolSize: 1, statementTimeoutMs: 3_600_000, applicationName: 'binnacle-storage' };
/** One connection for the background, one for who waits for a chart. */
const FOLDER_POOL = { poolSize: 2, applicationName: 'binnacle-rollups' };
/** One commit runs at a time; the second connection replaces a broken one without waiting for its end. */
const WRITER_POOL = { poolSize: 2, applicationName: 'binnacle-writer' };

/**
 * The database, opened and migrated before anything else can use it, and closed after everything else.
 *
 * Global: there is one archive, and most parts read it.
 */
@Module({})
export class PersistenceModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(DATABASE) private readonly database: OpenDatabase,
    @Inject(WRITER) private readonly writer: PrismaService,
    private readonly reader: PrismaService,
    private readonly archive: EventArchive,
    @Inject(KEEPER) private readonly keeperPool: PrismaService,
    private readonly keeper: StorageKeeper,
    @Inject(FOLDER) private readonly folderPool: PrismaService,
    private readonly rollups: Rollups,
  ) {}

  static forRoot(
    options: DatabaseOptions,
    archiveOptions: ArchiveOptions = {},
    storageOptions: StorageOptions = {},
  ): DynamicModule {
    const logger = new Logger('Postgres');
    const notice = (message: string) => logger.warn(message);
    return {
      module: PersistenceModule,
      global: true,
      providers: [
        { provide: DATABASE, useFactory: () => openDatabase({ onNotice: notice, ...options }) },
        {
          provide: PrismaService,
          inject: [DATABASE],
          useFactory: ({ url }: OpenDatabase) => new PrismaService(url, options),
        },
        {
          provide: WRITER,
          inject: [DATABASE],
          useFactory: ({ url }: OpenDatabase) => new PrismaService(url, { ...options, ...WRITER_POOL }),
        },
        {
          provide: EventArchive,
          inject: [WRITER, PrismaService],
          useFactory: (writer: PrismaService, reader: PrismaService) =>
            PostgresEventArchive.open({ writer, reader }, archiveOptions),
        },
        {
          provide: KEEPER,
          inject: [DATABASE],
          useFactory: ({ url }: OpenDatabase) => new PrismaService(url, { ...options, ...KEEPER_POOL }),
        },
        {
          provide: StorageKeeper,
          inject: [KEEPER, EventArchive, PrismaService],
          useFactory: (pool: PrismaService, archive: EventArchive, reader: PrismaService) =>
            new StorageKeeper(pool, archive, storageOptions, notice, reader),
        },
        {
          provide: FOLDER,
          inject: [DATABASE],
          useFactory: ({ url }: OpenDatabase) => new PrismaService(url, { ...options, ...FOLDER_POOL }),
        },
        {
          provide: Rollups,
          inject: [FOLDER],
          useFactory: (pool: PrismaService) => new Rollups(pool, notice),
        },
        {
          provide: EventStatistics,
          inject: [Rollups, PrismaService],
          useFactory: (rollups: Rollups, reader: PrismaService) => new EventStatistics(rollups, reader),
        },
        {
          provide: DatabaseState,
          inject: [PrismaService, WRITER, KEEPER, FOLDER],
          useFactory: (reader: PrismaService, ...others: PrismaService[]) =>
            new DatabaseState(reader, [reader, ...others], options.migrationsDir),
        },
        DashboardStore,
        PartModeStore,
      ],
      exports: [
        EventArchive,
        PrismaService,
        StorageKeeper,
        EventStatistics,
        DashboardStore,
        DatabaseState,
        PartModeStore,
      ],
    };
  }

  onApplicationBootstrap(): void {
    this.keeper.start();
    this.rollups.start();
  }

  /** The last of Nest's hooks: the HTTP server is closed, so no request can still wait for a commit. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.keeper.stop(this.reader), this.rollups.stop()]);
    if (this.archive instanceof PostgresEventArchive) await this.archive.close();
    await Promise.all([this.writer, this.reader, this.keeperPool, this.folderPool].map((pool) => pool.$disconnect()));
    await this.database.close();
  }
}
