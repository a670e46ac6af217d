/** What the archive promises when connections break in the middle of a commit. The proxy decides when. */
import type { BinnacleEvent, EventDraft } from '@binnacle/events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openTestArchive, type TestArchive } from '../../../../test/support/archive.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { type Fault, TcpProxy } from '../../../../test/support/tcp-proxy.js';
import type { ArchiveTransaction } from '../event-archive.js';
import { PrismaService } from '../prisma.service.js';
import { draftOf } from '../testing/index.js';

const all = { project: 'default', order: 'asc', limit: 10_000 } as const;
const idsOf = (events: readonly { id: string }[]) => events.map(({ id }) => id);
const isInsert = (sent: Buffer) => sent.includes('UPDATE archive_head');
const isCommit = (sent: Buffer) => sent.includes('COMMIT');

describe('a commit whose answer is lost', () => {
  let database: TestDatabase;
  let direct: PrismaService;
  let proxy: TcpProxy;
  let open: TestArchive;
  let published: BinnacleEvent[];

  const start = async (options = {}) => {
    open = await openTestArchive(proxy.url, { connectTimeoutMs: 1_000, ...options });
    published = [];
    open.archive.committed$.subscribe((events) => published.push(...events));
  };
  /** The fault, for the first `times` pieces that fit. */
  const once = (fault: Fault, fits: (sent: Buffer) => boolean, times = 1) => {
    let left = times;
    proxy.fault = (sent) => (left > 0 && fits(sent) && left-- > 0 ? fault : undefined);
  };
  const ask = async (transaction: ArchiveTransaction, id: string) => {
    await transaction.question.create({
      data: { project: 'default', id, msgId: id, dedupeKey: id, question: '?', askedAt: new Date() },
    });
    return { events: [draftOf('agent:blocked', { id })], value: id };
  };

  /** What comes after a lost answer is read from the archive first. */
  const publishes = async (count: number) => {
    while (published.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  beforeAll(async () => {
    database = await createTestDatabase();
    direct = new PrismaService(database.url);
  });
  beforeEach(async () => {
    proxy = await TcpProxy.inFrontOf(database.url);
    await direct.$executeRaw`DELETE FROM events`;
    await direct.$executeRaw`DELETE FROM event_ids`;
    await direct.$executeRaw`DELETE FROM questions`;
    await start();
  });
  afterEach(async () => {
    proxy.fault = () => undefined;
    await open.close();
    await proxy.close();
  });
  afterAll(async () => {
    await direct.$disconnect();
    await database.drop();
  });

  it.each<[Fault, string]>([
    ['refuse', 'was never sent'],
    ['deaf', 'was carried out'],
    ['late', 'is carried out later'],
  ])('reports the events as stored, not as duplicates, when the statement (%s) %s', async (fault) => {
    const drafts = ['a', 'b', 'c'].map((id) => draftOf('tool:called', { id }));
    once(fault, isInsert);
    const { stored, duplicates } = await open.archive.append(drafts);
    expect([idsOf(stored), duplicates]).toEqual([['a', 'b', 'c'], 0]);
    await publishes(stored.length);
    expect(published).toEqual(stored);
    expect(await open.archive.read(all)).toEqual(stored);
  });

  it('still counts what was known before as duplicate', async () => {
    const drafts = ['a', 'b', 'c'].map((id) => draftOf('tool:called', { id }));
    await open.archive.append(drafts.slice(0, 2));
    once('deaf', isInsert);
    const { stored, duplicates } = await open.archive.append(drafts);
    expect([idsOf(stored), duplicates]).toEqual([['c'], 2]);
    await publishes(3);
    expect(idsOf(published)).toEqual(['a', 'b', 'c']);
  });

  it('does not run work again that was committed', async () => {
    let runs = 0;
    once('deaf', isCommit);
    const result = await open.archive.transact({
      prepare: (transaction) => {
        runs += 1;
        return ask(transaction, 'q');
      },
    });
    expect([runs, result.value, idsOf(result.stored), result.duplicates]).toEqual([1, 'q', ['q'], 0]);
    await publishes(1);
    expect(idsOf(published)).toEqual(['q']);
    expect(await direct.question.count()).toBe(1);
  });

  it.each<[string, Fault, (sent: Buffer) => boolean]>([
    ['lost before its commit', 'refuse', isCommit],
    ['lost with its insert', 'deaf', isInsert],
    ['committed late', 'late', isCommit],
  ])('carries out work that was %s exactly once', async (_, fault, fits) => {
    once(fault, fits);
    const result = await open.archive.transact({ prepare: (transaction) => ask(transaction, 'q') });
    expect([result.value, idsOf(result.stored)]).toEqual(['q', ['q']]);
    await publishes(1);
    expect(idsOf(published)).toEqual(['q']);
    expect(await direct.question.count()).toBe(1);
  });

  it('publishes late what was committed although its caller was told that the archive is away', async () => {
    await open.close();
    await start({ retryBudgetMs: 100 });
    let lost = false;
    proxy.fault = (sent) => {
      if (lost) return 'refuse';
      lost = isInsert(sent);
      return lost ? 'deaf' : undefined;
    };
    const refused = open.archive.append([draftOf('tool:called', { id: 'ambiguous' })]);
    await expect(refused).rejects.toMatchObject({ code: 'archive_unavailable', context: { retryAfterSeconds: 2 } });
    await expect(open.archive.append([draftOf('tool:called')])).rejects.toMatchObject({ code: 'archive_unavailable' });
    expect(published).toEqual([]);
    proxy.fault = () => undefined;
    await open.archive.append([draftOf('tool:called', { id: 'next' })]);
    await publishes(2);
    expect(idsOf(published)).toEqual(['ambiguous', 'next']);
  });

  it('publishes it even when nothing else is appended', async () => {
    await open.close();
    await start({ retryBudgetMs: 50 });
    let lost = false;
    proxy.fault = (sent) => {
      if (lost) return 'refuse';
      lost = isInsert(sent);
      return lost ? 'deaf' : undefined;
    };
    await expect(open.archive.append([draftOf('tool:called', { id: 'alone' })])).rejects.toThrow('archive_unavailable');
    proxy.fault = () => undefined;
    await publishes(1);
    expect(idsOf(published)).toEqual(['alone']);
  });

  it('gives up within its budget when reads work and commits never do', async () => {
    await open.close();
    await start({ retryBudgetMs: 200 });
    proxy.fault = (sent) => (isInsert(sent) ? 'refuse' : undefined);
    await expect(open.archive.append([draftOf('tool:called')])).rejects.toMatchObject({ code: 'archive_unavailable' });
  });

  it('answers a read without a connection with archive_unavailable, and recovers by itself', async () => {
    await open.archive.append([draftOf('tool:called', { id: 'kept' })]);
    proxy.fault = () => 'refuse';
    await expect(open.archive.read(all)).rejects.toMatchObject({ code: 'archive_unavailable', status: 503 });
    await expect(open.archive.head()).rejects.toMatchObject({ code: 'archive_unavailable' });
    proxy.fault = () => undefined;
    expect(idsOf(await open.archive.read(all))).toEqual(['kept']);
  });

  it.each<[string, number, number]>([
    ['around commits', 1, 0.3],
    ['around commits', 2, 0.5],
    ['anywhere', 3, 0.1],
    ['anywhere', 4, 0.2],
    ['anywhere', 5, 0.3],
  ])('keeps every promise when connections break at random %s (seed %s, rate %s)', async (where, seed, rate) => {
    const random = mulberry(seed);
    const faults: Fault[] = ['refuse', 'deaf', 'late'];
    const fits = (sent: Buffer) => where === 'anywhere' || isInsert(sent) || isCommit(sent);
    proxy.fault = (sent) => (fits(sent) && random() < rate ? faults[Math.floor(random() * 3)] : undefined);

    const acknowledged: BinnacleEvent[] = [];
    const refused: string[] = [];
    const told = async (ids: string[], call: Promise<{ stored: readonly BinnacleEvent[]; duplicates: number }>) => {
      try {
        const { stored, duplicates } = await call;
        expect(duplicates).toBe(0);
        acknowledged.push(...stored);
      } catch (error) {
        expect(error).toMatchObject({ code: 'archive_unavailable' });
        refused.push(...ids);
      }
    };
    const caller = async (name: number) => {
      for (let round = 0; round < (where === 'anywhere' ? 5 : 15); round++) {
        const id = `e-${name}-${round}`;
        const drafts: EventDraft[] = [draftOf('tool:called', { id }), draftOf('tool:failed', { id: `${id}-b` })];
        const work = { prepare: (transaction: ArchiveTransaction) => ask(transaction, id) };
        if (round % 4 === 0) await told([id], open.archive.transact(work));
        else await told(idsOf(drafts), open.archive.append(drafts));
      }
    };
    await Promise.all(Array.from({ length: 12 }, (_, name) => caller(name)));
    proxy.fault = () => undefined;
    // Past the time a late statement takes, whatever is still in doubt is looked up before this one.
    await new Promise((resolve) => setTimeout(resolve, 100));
    acknowledged.push(...(await open.archive.append([draftOf('tool:called', { id: 'last' })])).stored);

    const archived = await open.archive.read(all);
    await publishes(archived.length);
    expect(published).toEqual(archived);
    const ids = new Set(idsOf(archived));
    expect(ids.size).toBe(archived.length);
    expect(idsOf(acknowledged).filter((id) => !ids.has(id))).toEqual([]);
    expect(archived.filter(({ id }) => !refused.includes(id)).length).toBe(acknowledged.length);
    const asked = idsOf(await direct.question.findMany());
    expect(asked.sort()).toEqual(idsOf(archived.filter(({ type }) => type === 'agent:blocked')).sort());
  });
});

/** A small seeded generator: a failing run can be repeated. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
