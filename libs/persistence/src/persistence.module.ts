import { type DynamicModule, Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { ArchiveOptions } from './archive/archive-options.js';
import { PostgresEventArchive } from './archive/postgres-event-archive.js';
import type { DatabaseOptions } from './database-options.js';
import { EventArchive } from './event-archive.js';
import { type OpenDatabase, openDatabase } from './open-database.js';
import { PrismaService } from './prisma.service.js';

const DATABASE = Symbol('Database');
const WRITER = Symbol('WriterPool');
/** One commit runs at a time; the second connection replaces a broken one without waiting for its end. */
const WRITER_POOL = { poolSize: 2, applicationName: 'binnacle-writer' };

/**
 * The database, opened and migrated before anything else can use it, and closed after everything else.
 *
 * Global: there is one archive, and most parts read it.
 */
@Module({})
export class PersistenceModule implements OnApplicationShutdown {
  constructor(
    @Inject(DATABASE) private readonly database: OpenDatabase,
    @Inject(WRITER) private readonly writer: PrismaService,
    private readonly reader: PrismaService,
    private readonly archive: EventArchive,
  ) {}

  static forRoot(options: DatabaseOptions, archiveOptions: ArchiveOptions = {}): DynamicModule {
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
      ],
      exports: [EventArchive, PrismaService],
    };
  }

  /** The last of Nest's hooks: the HTTP server is closed, so no request can still wait for a commit. */
  async onApplicationShutdown(): Promise<void> {
    if (this.archive instanceof PostgresEventArchive) await this.archive.close();
    await Promise.all([this.writer.$disconnect(), this.reader.$disconnect()]);
    await this.database.close();
  }
}
