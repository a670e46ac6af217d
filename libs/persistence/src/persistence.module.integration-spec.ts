import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Inject, Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { createTestDatabase } from '../../../test/support/database.js';
import { EventArchive } from './event-archive.js';
import { PersistenceModule } from './persistence.module.js';
import { PrismaService } from './prisma.service.js';
import { draftOf } from './testing/index.js';

/** Stands for any part of the server: uses the archive from its constructor's first moment to its last hook. */
@Injectable()
class Part {
  constructor(@Inject(EventArchive) readonly archive: EventArchive) {}

  async onModuleInit() {
    await this.archive.append([draftOf('agent:started', { id: 'init' })]);
  }

  async beforeApplicationShutdown() {
    await this.archive.append([draftOf('agent:completed', { id: 'shutdown' })]);
  }
}

@Module({ providers: [Part] })
class PartModule {}

describe('PersistenceModule', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'binnacle-module-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  const boot = async (options: Parameters<typeof PersistenceModule.forRoot>[0]) => {
    const module = await Test.createTestingModule({
      imports: [PartModule, PersistenceModule.forRoot(options)],
    }).compile();
    return module.init();
  };

  it('opens the embedded database before others use it and closes it after them', async () => {
    const first = await boot({ dataDir });
    const archive = first.get(EventArchive);
    let last: unknown;
    archive.committed$.subscribe({ complete: () => (last = 'completed') });
    const queued = archive.append([draftOf('tool:called', { id: 'queued' })]);
    await first.close();
    expect((await queued).stored).toHaveLength(1);
    expect(last).toBe('completed');
    await expect(archive.append([draftOf('tool:called')])).rejects.toMatchObject({ code: 'shutting_down' });

    const second = await boot({ dataDir });
    const events = await second.get(EventArchive).read({ project: 'default', order: 'asc', limit: 10 });
    expect(events.map(({ id }) => id)).toEqual(['init', 'queued', 'shutdown']);
    await second.close();
  });

  it("uses the user's own database, with the options of its pools", async () => {
    const database = await createTestDatabase();
    const app = await boot({ url: database.url, statementTimeoutMs: 100, applicationName: 'observed' });
    const prisma = app.get(PrismaService);
    await expect(prisma.$queryRaw`SELECT pg_sleep(1)::text`).rejects.toThrow(/statement timeout/);
    expect(await prisma.$queryRaw`SELECT current_setting('application_name') AS name`).toEqual([{ name: 'observed' }]);
    await app.close();
    await database.drop();
  });

  it('refuses a database that is away when the server starts', async () => {
    await expect(boot({ url: 'postgresql://a:b@127.0.0.1:1/x' })).rejects.toMatchObject({
      code: 'archive_unavailable',
    });
  });
});
