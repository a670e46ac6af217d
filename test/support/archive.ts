import {
  type ArchiveOptions,
  type ConnectionOptions,
  PostgresEventArchive,
  PrismaService,
} from '@binnacle/persistence';

export interface TestArchive {
  readonly archive: PostgresEventArchive;
  readonly reader: PrismaService;
  readonly writer: PrismaService;
  /** Drains the archive and ends both pools. */
  close(): Promise<void>;
}

/** An archive over pools of its own, as the module makes it. */
export async function openTestArchive(
  url: string,
  options: ArchiveOptions & ConnectionOptions = {},
): Promise<TestArchive> {
  const reader = new PrismaService(url, { poolSize: 4, ...options });
  const writer = new PrismaService(url, { ...options, poolSize: 2 });
  const archive = await PostgresEventArchive.open({ writer, reader }, options);
  return {
    archive,
    reader,
    writer,
    close: async () => {
      await archive.close();
      await Promise.all([reader.$disconnect(), writer.$disconnect()]);
    },
  };
}
