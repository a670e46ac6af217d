import { PrismaService } from '@binnacle/persistence';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { DeliveryBook } from './delivery-book.js';

describe('the log of deliveries', () => {
  let database: TestDatabase;
  let prisma: PrismaService;
  let book: DeliveryBook;
  beforeAll(async () => {
    database = await createTestDatabase();
    prisma = new PrismaService(database.url, { poolSize: 2 });
    book = new DeliveryBook(prisma);
  });
  afterEach(async () => {
    await prisma.notificationDelivery.deleteMany();
  });
  afterAll(async () => {
    await prisma?.$disconnect();
    await database?.drop();
  });

  /** Rows with ids in the order they were made: `<prefix>-000001` … */
  const fill = (project: string, prefix: string, count: number, state: string, daysAgo = 0) => prisma.$executeRaw`
    INSERT INTO notification_deliveries
      (project, id, rule_id, step, channel_id, event, subject_id, event_id, state, due_at, next_at, finished_at)
    SELECT ${project}, ${prefix} || '-' || lpad(n::text, 6, '0'), 'r', 0, 'c', 'asked', ${prefix} || n, 'e', ${state}, now(),
      now() + interval '1 hour', CASE ${state} WHEN 'waiting' THEN NULL ELSE now() - make_interval(days => ${daysAgo}::int) END
    FROM generate_series(1, ${count}::int) AS n`;
  const ids = async (project: string) =>
    (
      await prisma.notificationDelivery.findMany({ where: { project }, orderBy: { id: 'asc' }, select: { id: true } })
    ).map(({ id }) => id);

  it('lets go of what is over for more than 30 days, in whatever state it ended', async () => {
    for (const state of ['sent', 'failed', 'not_needed']) {
      await fill('shop', `old-${state}`, 2, state, 31);
      await fill('shop', `young-${state}`, 1, state, 29);
    }
    await book.forget();
    expect(await ids('shop')).toEqual(['young-failed-000001', 'young-not_needed-000001', 'young-sent-000001']);
  });

  it('keeps the newest 20,000 of each project, and all that is still to be sent', async () => {
    await fill('shop', 'a-waiting', 3, 'waiting');
    await fill('shop', 'b-sent', 20_005, 'sent');
    await fill('bank', 'b-sent', 7, 'failed');
    await book.forget();
    const kept = await ids('shop');
    expect(kept.length).toBe(20_003);
    expect(kept.slice(0, 4)).toEqual(['a-waiting-000001', 'a-waiting-000002', 'a-waiting-000003', 'b-sent-000006']);
    expect(kept.at(-1)).toBe('b-sent-020005');
    expect((await ids('bank')).length).toBe(7);
    await book.forget();
    expect((await ids('shop')).length).toBe(20_003);
  });
});
