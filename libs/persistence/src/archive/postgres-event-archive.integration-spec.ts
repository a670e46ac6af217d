import { createEvent, type EventDraft, parseEvent } from '@binnacle/events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { PrismaService } from '../prisma.service.js';
import { PostgresEventArchive } from './postgres-event-archive.js';

describe('smoke', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => database.drop());
  it('appends and reads', async () => {
    const reader = new PrismaService(database.url);
    const writer = new PrismaService(database.url);
    const archive = await PostgresEventArchive.open({ writer, reader });
    const d = (i: number): EventDraft =>
      parseEvent(createEvent('tool:called', { id: `e-${i}`, agentId: 'a' }), {
        project: 'default',
        receivedAt: '2026-01-01T00:00:00.000Z',
      });
    const r = await archive.append([d(1), d(2), d(1)]);
    console.log(r);
    console.log(await archive.append([d(2), d(3)]));
    console.log(
      await archive.transact({ prepare: async (t) => ({ events: [d(4)], value: await t.$queryRaw`SELECT 1 AS one` }) }),
    );
    console.log(
      await archive.read({ project: 'default', order: 'desc', limit: 2 }),
      await archive.head(),
      await archive.find('default', 'e-3'),
    );
    expect(r.stored).toHaveLength(2);
    await archive.close();
    await reader.$disconnect();
    await writer.$disconnect();
  });
});
