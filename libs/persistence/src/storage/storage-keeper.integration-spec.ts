import { randomBytes } from 'node:crypto';
import { type EventDraft, parseQuery } from '@binnacle/events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openTestArchive, type TestArchive } from '../../../../test/support/archive.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { readStatement } from '../archive/read-sql.js';
import { selectionOf } from '../archive/selection-of.js';
import { timeRanges } from '../archive/time-ranges.js';
import { Prisma } from '../generated/prisma/client.js';
import { dateOf, dayAt, floorOf } from '../partitions/arrival-day.js';
import { PrismaService } from '../prisma.service.js';
import { draftOf } from '../testing/index.js';
import { StorageKeeper } from './storage-keeper.js';
import type { StorageOptions } from './storage-options.js';
import { databaseBytes, storedDays } from './stored-days.js';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 4, 10, 12);

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 15_000; !(await holds()); ) {
    if (Date.now() > deadline) throw new Error('waited for nothing');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('the storage keeper', () => {
  let database: TestDatabase;
  let open: TestArchive;
  let pool: PrismaService;
  let clock: number;
  beforeEach(async () => {
    clock = START;
    database = await createTestDatabase();
    open = await openTestArchive(database.url, { now: () => clock });
    pool = new PrismaService(database.url, { poolSize: 1 });
  });
  afterEach(async () => {
    await open.close();
    await pool.$disconnect();
    await database.drop();
  });

  const keeper = (options: StorageOptions = {}) =>
    new StorageKeeper(pool, open.archive, { now: () => clock, ...options });
  const append = (count: number, project = 'default', payload: EventDraft['payload'] = {}) =>
    open.archive.append(
      Array.from({ length: count }, (_, index) =>
        draftOf('tool:called', { id: `${project}-${dateOf(dayAt(clock))}-${index}`, project, payload }),
      ),
    );
  /** Some events on each of so many days, the last one today. */
  const fill = async (days: number, project = 'default') => {
    for (let ago = days - 1; ago >= 0; ago--) {
      clock = START - ago * DAY_MS;
      await append(3, project);
    }
  };
  const dates = async (project = 'default') =>
    (await storedDays(pool)).filter((stored) => stored.project === project).map(({ day }) => dateOf(day));
  const all = { project: 'default', order: 'asc', limit: 1_000 } as const;

  it('has a place for today and tomorrow before they are needed, and at need for who was quiet or unknown', async () => {
    await append(1);
    clock += DAY_MS;
    await keeper().run();
    expect(await dates()).toEqual(['2026-05-10', '2026-05-11', '2026-05-12']);
    clock += 3 * DAY_MS;
    await keeper().run();
    expect((await dates()).at(-1)).toBe('2026-05-12');
    await append(1, 'new-project');
    expect(await dates('new-project')).toEqual(['2026-05-14', '2026-05-15']);
  });

  it('drops whole days past the retention, with their ids, and leaves the rest as it was', async () => {
    await fill(6);
    const kept = (await open.archive.read(all)).slice(-9);
    await keeper({ retentionDays: 2 }).run();
    expect(await open.archive.read(all)).toEqual(kept);
    expect((await dates())[0]).toBe('2026-05-08');
    expect(await pool.eventId.count()).toBe(9);
    expect(await open.archive.find('default', 'default-2026-05-05-0')).toBeUndefined();
    expect(await open.archive.find('default', 'default-2026-05-08-0')).toEqual(kept[0]);
  });

  it('makes a repeat one event for as long as the event is kept, and a new one after', async () => {
    await fill(4);
    const first = draftOf('tool:called', { id: 'default-2026-05-07-0' });
    expect(await open.archive.append([first])).toMatchObject({ duplicates: 1 });
    await keeper({ retentionDays: 1 }).run();
    expect(await open.archive.append([first])).toMatchObject({ duplicates: 0 });
  });

  it('holds a project to its own retention', async () => {
    await fill(4);
    await fill(4, 'short');
    await pool.project.update({ where: { project: 'short' }, data: { retentionDays: 0 } });
    await keeper({ retentionDays: 30 }).run();
    expect(await dates('short')).toEqual(['2026-05-10', '2026-05-11']);
    expect((await dates()).length).toBe(5);
  });

  it('warns before the budget is reached, once a day, and drops the oldest days when it is', async () => {
    await fill(3);
    const used = await databaseBytes(pool);
    const warning = { ...all, limit: 10 };
    const near = keeper({ maxBytes: Math.floor(used * 1.1) });
    await near.run();
    await near.run();
    const warnings = (await open.archive.read(warning)).filter(({ type }) => type === 'binnacle:storage_warning');
    expect(warnings).toMatchObject([{ payload: { used_bytes: expect.any(Number), oldest_day: '2026-05-08' } }]);
    expect(await dates()).toContain('2026-05-08');
    await pool.$executeRaw`ANALYZE`;
    await keeper({ maxBytes: 1 }).run();
    expect(await dates()).toEqual(['2026-05-10', '2026-05-11']);
  });

  it('is full when today alone is over the budget, and no longer when today is past', async () => {
    await fill(2);
    await append(300, 'default', { output: randomBytes(4_000).toString('hex') });
    const day = keeper({ maxBytes: 1 });
    await day.run();
    expect([day.isFull, await dates()]).toEqual([true, ['2026-05-10', '2026-05-11']]);
    expect((await day.report()).isFull).toBe(true);
    clock += DAY_MS;
    const used = await databaseBytes(pool);
    const next = keeper({ maxBytes: used - 500_000 });
    await next.run();
    expect([next.isFull, await dates()]).toEqual([false, ['2026-05-11', '2026-05-12']]);
  });

  it('goes on from where a process ended: detached and not dropped, dropped and ids not forgotten', async () => {
    await fill(4);
    await pool.$executeRawUnsafe(
      'ALTER TABLE binnacle_days.p1 DETACH PARTITION binnacle_days.p1_20260507 CONCURRENTLY',
    );
    await pool.$executeRawUnsafe('ALTER TABLE binnacle_days.p1 DETACH PARTITION binnacle_days.p1_20260508');
    await pool.$executeRawUnsafe('DROP TABLE binnacle_days.p1_20260508');
    await keeper().run();
    expect(await dates()).toEqual(['2026-05-09', '2026-05-10', '2026-05-11']);
    expect(await pool.eventId.count()).toBe(6);
  });

  it('is one of several processes: they drop nothing twice and fail at nothing', async () => {
    await fill(6);
    const pools = [new PrismaService(database.url, { poolSize: 1 }), new PrismaService(database.url, { poolSize: 1 })];
    await Promise.all(
      pools.map((one) => new StorageKeeper(one, open.archive, { now: () => clock, retentionDays: 1 }).run()),
    );
    await keeper({ retentionDays: 1 }).run();
    expect(await dates()).toEqual(['2026-05-09', '2026-05-10', '2026-05-11']);
    for (const one of pools) await one.$disconnect();
  });

  it('drops days while events come in and are read, and neither waits for long', async () => {
    await fill(5);
    let stop = false;
    const work = async (step: () => Promise<unknown>) => {
      let slowest = 0;
      while (!stop) {
        const started = performance.now();
        await step();
        slowest = Math.max(slowest, performance.now() - started);
      }
      return slowest;
    };
    let next = 0;
    const writing = work(() => open.archive.append([draftOf('tool:called', { id: `live-${next++}` })]));
    const reading = work(() => open.archive.read({ ...all, order: 'desc' }));
    await keeper({ retentionDays: 0 }).run();
    stop = true;
    const slowest = Math.max(await writing, await reading);
    expect((await open.archive.read(all)).length).toBe(Math.min(1_000, next + 3));
    // Nothing here waits for a lock of a drop: that would be the drop's whole time-out.
    expect(slowest).toBeLessThan(20_000);
  });

  it('gives closed days indexes over payload values and text, which queries use, and mends one left half built', async () => {
    clock = START - 2 * DAY_MS;
    await append(3);
    clock = START - DAY_MS;
    for (let part = 0; part < 8; part++) {
      const payload = (index: number) => ({ tool_name: `tool-${index % 900}`, note: `event number ${part}-${index}` });
      await open.archive.append(
        Array.from({ length: 500 }, (_, index) => draftOf('tool:called', { payload: payload(index) as never })),
      );
    }
    clock = START;
    await append(1);
    await pool.$executeRawUnsafe('CREATE INDEX p1_20260508_payload_idx ON binnacle_days.p1_20260508 (category)');
    await pool.$executeRawUnsafe(
      `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'binnacle_days.p1_20260508_payload_idx'::regclass`,
    );
    await keeper().run();
    const indexes = await pool.$queryRaw<{ name: string }[]>`
      SELECT indexname AS name FROM pg_indexes WHERE indexdef LIKE '%USING gin%' ORDER BY 1`;
    expect(indexes.map(({ name }) => name.slice('p1_'.length))).toEqual([
      '20260508_payload_idx',
      '20260508_text_idx',
      '20260509_payload_idx',
      '20260509_text_idx',
    ]);
    await pool.$executeRaw`ANALYZE events`;
    for (const [query, index] of [
      ['payload.tool_name=tool-77', 'payload_idx'],
      ['"number 3-77"', 'text_idx'],
    ] as const) {
      const statement = readStatement({ ...all, ...selectionOf(parseQuery(query)) });
      const plan = await pool.$queryRaw<{ 'QUERY PLAN': string }[]>(Prisma.sql`EXPLAIN ${statement}`);
      expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain(`p1_20260509_${index}`);
      expect((await open.archive.read({ ...all, ...selectionOf(parseQuery(query)) })).length).toBeGreaterThan(0);
    }
  });

  it('reads only the days that can have the times asked for, late events and all', async () => {
    await fill(6);
    const late = draftOf('tool:called', { id: 'late', timestamp: '2026-01-01T00:00:00.000Z' });
    clock = START;
    await open.archive.append([late]);
    clock = START + DAY_MS;
    await append(1);
    await keeper().run();
    const ids = async (from: string, to?: string) =>
      (await open.archive.read({ ...all, from: `${from}T00:00:00.000Z`, to: to && `${to}T00:00:00.000Z` })).map(
        ({ id }) => id,
      );
    expect(await ids('2025-12-31', '2026-01-02')).toEqual(['late']);
    const range = { project: 'default', from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' };
    const day = dayAt(START);
    expect(await timeRanges(pool, range)).toEqual([{ after: floorOf(day), to: floorOf(day + 1) }]);
    expect(await timeRanges(pool, { ...range, to: '2025-01-01T00:00:00.000Z', from: undefined })).toEqual([]);
    expect(await timeRanges(pool, { project: 'default' })).toBeUndefined();
    await keeper({ retentionDays: 2 }).run();
    expect(await pool.closedDay.count()).toBe(2);
  });

  it('lets go of an index under way when it stops, and builds it at the next run', async () => {
    await fill(2);
    const other = new PrismaService(database.url, { poolSize: 1 });
    // Building waits for every transaction that could still write to the table.
    const blocker = other.$transaction(
      async (transaction) => {
        await transaction.$executeRaw`LOCK TABLE binnacle_days.p1_20260509 IN ROW EXCLUSIVE MODE`;
        const busy = keeper();
        const run = busy.run().catch(() => {});
        await until(
          async () =>
            (
              await open.reader.$queryRaw<unknown[]>`
          SELECT 1 FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY%' AND state = 'active'`
            ).length > 0,
        );
        await busy.stop(open.reader);
        await run;
      },
      { timeout: 20_000 },
    );
    await blocker;
    await other.$disconnect();
    await keeper().run();
    const [row] = await pool.$queryRaw<{ valid: boolean }[]>`
      SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass('binnacle_days.p1_20260509_payload_idx')`;
    expect(row?.valid).toBe(true);
  });

  it('goes on in the later day when the clock is set back', async () => {
    const later = await append(2);
    clock -= 5 * DAY_MS;
    const after = await append(2, 'default', {});
    expect(after.stored.length).toBe(2);
    expect(after.stored[0]?.seq).toBeGreaterThan(later.lastSeq);
  });

  it('reports what there is and what goes next', async () => {
    await fill(3);
    const report = await keeper({ retentionDays: 2 }).report();
    expect(report.days.map(({ day }) => dateOf(day))).toEqual(['2026-05-08', '2026-05-09', '2026-05-10', '2026-05-11']);
    expect(report.next.map(({ stored, reason }) => [dateOf(stored.day), reason])).toEqual([
      ['2026-05-08', 'retention'],
    ]);
    expect(report.databaseBytes).toBeGreaterThan(1_000_000);
  });
});
