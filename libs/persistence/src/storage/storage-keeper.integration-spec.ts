import type { EventDraft } from '@binnacle/events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openTestArchive, type TestArchive } from '../../../../test/support/archive.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { dateOf, dayAt } from '../partitions/arrival-day.js';
import { PrismaService } from '../prisma.service.js';
import { draftOf } from '../testing/index.js';
import { StorageKeeper } from './storage-keeper.js';
import type { StorageOptions } from './storage-options.js';
import { databaseBytes, storedDays } from './stored-days.js';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 4, 10, 12);

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

  it('goes on from where a process ended: detached and not dropped, dropped and ids not forgotten', async () => {
    await fill(4);
    await pool.$executeRawUnsafe('ALTER TABLE events_p1 DETACH PARTITION events_p1_20260507 CONCURRENTLY');
    await pool.$executeRawUnsafe('ALTER TABLE events_p1 DETACH PARTITION events_p1_20260508');
    await pool.$executeRawUnsafe('DROP TABLE events_p1_20260508');
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
