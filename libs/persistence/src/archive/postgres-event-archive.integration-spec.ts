import { type BinnacleEvent, type EventDraft, LifecycleError, parsePatterns } from '@binnacle/events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { config } from 'rxjs';
import { openTestArchive, type TestArchive } from '../../../../test/support/archive.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import type { ArchiveTransaction } from '../event-archive.js';
import { draftOf } from '../testing/index.js';

const drafts = (count: number, prefix: string): EventDraft[] =>
  Array.from({ length: count }, (_, index) => draftOf('tool:called', { id: `${prefix}-${index}` }));
const idsOf = (events: readonly { id: string }[]) => events.map(({ id }) => id);
const all = { project: 'default', order: 'asc', limit: 10_000 } as const;

describe('PostgresEventArchive', () => {
  let database: TestDatabase;
  let open: TestArchive;
  let published: BinnacleEvent[][];

  const reopen = async (options = {}) => {
    open = await openTestArchive(database.url, options);
    published = [];
    open.archive.committed$.subscribe((events) => published.push([...events]));
  };
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  beforeEach(async () => {
    await reopen();
    await open.reader.$executeRaw`DELETE FROM events`;
    await open.reader.$executeRaw`DELETE FROM event_ids`;
    await open.reader.$executeRaw`DELETE FROM questions`;
  });
  afterEach(() => open.close());
  afterAll(() => database.drop());

  describe('append', () => {
    it('returns what it stored, and the archive returns the same', async () => {
      const given = draftOf('tool:failed', {
        id: 'whole',
        timestamp: '2026-03-01T10:00:00.123+02:00',
        agentId: 'a',
        graphId: 'g',
        nodeId: 'n',
        sessionId: 's',
        parentId: 'p',
        payload: { text: 'Grüße \u2028 "quoted" \\ \n 🦀', list: [1, 2.5, null, { deep: [true] }], zero: 0 },
      });
      const { stored, duplicates, lastSeq } = await open.archive.append([given]);
      expect(duplicates).toBe(0);
      expect(stored).toEqual([{ ...given, seq: lastSeq }]);
      expect(await open.archive.find('default', 'whole')).toEqual(stored[0]);
      expect(await open.archive.read(all)).toEqual(stored);
      expect(await open.archive.head()).toBe(lastSeq);
    });

    it('keeps the order of one call', async () => {
      const { stored } = await open.archive.append(drafts(2_000, 'ordered'));
      expect(idsOf(stored)).toEqual(idsOf(drafts(2_000, 'ordered')));
      expect(idsOf(await open.archive.read(all))).toEqual(idsOf(stored));
    });

    it('stores an event once: within a call, across calls, and across a restart', async () => {
      const [first, second, third] = drafts(3, 'twice') as [EventDraft, EventDraft, EventDraft];
      const before = await open.archive.append([first, second, first]);
      expect([idsOf(before.stored), before.duplicates]).toEqual([['twice-0', 'twice-1'], 1]);
      await open.close();
      await reopen();
      const after = await open.archive.append([second, third]);
      expect([idsOf(after.stored), after.duplicates]).toEqual([['twice-2'], 1]);
      expect(idsOf(await open.archive.read(all))).toEqual(['twice-0', 'twice-1', 'twice-2']);
      expect(idsOf(published.flat())).toEqual(['twice-2']);
    });

    it('keeps the same id apart in two projects', async () => {
      const { stored } = await open.archive.append([
        draftOf('tool:called', { id: 'same' }),
        draftOf('tool:called', { id: 'same', project: 'other' }),
      ]);
      expect(stored).toHaveLength(2);
      expect((await open.archive.find('other', 'same'))?.seq).toBe(stored[1]?.seq);
    });

    it('takes the first event of a project beside one whose name is its id', async () => {
      await open.reader.project.create({ data: { project: 'shop', name: 'shop' } });
      for (const project of ['bank', 'shop']) {
        const { stored } = await open.archive.append([draftOf('agent:started', { project })]);
        expect(stored).toHaveLength(1);
      }
    });

    it('answers a repeat of everything as a success at a position past the events', async () => {
      const first = await open.archive.append(drafts(3, 'again'));
      const second = await open.archive.append(drafts(3, 'again'));
      expect([second.stored, second.duplicates]).toEqual([[], 3]);
      expect(second.lastSeq).toBeGreaterThanOrEqual(first.lastSeq);
      expect(published).toHaveLength(1);
    });

    it('answers an empty append', async () => {
      const { lastSeq } = await open.archive.append(drafts(1, 'one'));
      expect(await open.archive.append([])).toEqual({ stored: [], duplicates: 0, lastSeq });
    });

    it('takes a batch larger than a group', async () => {
      await open.close();
      await reopen({ groupEvents: 10, groupBytes: 1_000 });
      const results = await Promise.all([
        open.archive.append(drafts(25, 'big')),
        open.archive.append(drafts(5, 'small')),
      ]);
      expect(results.map(({ stored }) => stored.length)).toEqual([25, 5]);
      expect(published.map((group) => group.length)).toEqual([25, 5]);
    });

    it('refuses a payload that is no JSON, and only that call', async () => {
      const cyclic: Record<string, unknown> = {};
      cyclic.self = cyclic;
      const bad = { ...draftOf('tool:called'), payload: cyclic as EventDraft['payload'] };
      const results = await Promise.allSettled([open.archive.append([bad]), open.archive.append(drafts(1, 'fine'))]);
      expect(results[0]).toMatchObject({ status: 'rejected', reason: { code: 'field_invalid' } });
      expect(results[1]?.status).toBe('fulfilled');
    });

    it.each([
      ['a NUL in the payload', { payload: { text: 'a\u0000b' } }],
      ['an unpaired surrogate in the payload', { payload: { text: '\ud800' } }],
      ['a NUL in a column', { agentId: 'a\u0000b' }],
    ])('refuses %s alone, not the calls in the same group', async (_, fault) => {
      const appends = Array.from({ length: 40 }, (_unused, index) =>
        open.archive.append([
          { ...draftOf('tool:called', { id: `n-${index}` }), ...(index === 17 ? fault : {}) } as EventDraft,
        ]),
      );
      const results = await Promise.allSettled(appends);
      expect(results.findIndex(({ status }) => status === 'rejected')).toBe(17);
      expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
      expect(results[17]).toMatchObject({ reason: { code: 'unstorable_text', status: 400 } });
      expect(await open.archive.read(all)).toHaveLength(39);
    });
  });

  describe('the queue', () => {
    it('refuses what passes its bound in events and takes nothing of it', async () => {
      await open.close();
      await reopen({ queueEvents: 10 });
      const first = open.archive.append(drafts(8, 'in'));
      const refused = open.archive.append(drafts(3, 'out'));
      await expect(refused).rejects.toMatchObject({
        code: 'queue_full',
        status: 503,
        context: { retryAfterSeconds: 1, limit: 10 },
      });
      await expect(refused).rejects.toBeInstanceOf(LifecycleError);
      await first;
      expect((await open.archive.append(drafts(10, 'next'))).stored).toHaveLength(10);
      expect(await open.archive.read(all)).toHaveLength(18);
    });

    it('refuses what passes its bound in bytes', async () => {
      await open.close();
      await reopen({ queueBytes: 2_000 });
      const big = draftOf('tool:called', { payload: { text: 'x'.repeat(3_000) } });
      await expect(open.archive.append([big])).rejects.toMatchObject({ code: 'queue_full' });
      expect((await open.archive.append(drafts(1, 'small'))).stored).toHaveLength(1);
    });

    it('commits what is queued at close, then refuses', async () => {
      const appends = Array.from({ length: 100 }, (_, index) => open.archive.append(drafts(10, `c-${index}`)));
      let completed = false;
      open.archive.committed$.subscribe({ complete: () => (completed = true) });
      const closing = open.archive.close();
      await expect(open.archive.append(drafts(1, 'late'))).rejects.toMatchObject({ code: 'shutting_down' });
      await closing;
      expect((await Promise.all(appends)).flatMap(({ stored }) => stored)).toHaveLength(1_000);
      expect(completed).toBe(true);
    });

    it('gives up at close after its time and tells the callers', async () => {
      await open.close();
      await reopen({ drainMs: 200, groupEvents: 1 });
      const release = await lockHead(open);
      const results = Promise.allSettled(['a', 'b'].map((id) => open.archive.append(drafts(1, id))));
      await open.archive.close();
      release();
      expect((await results).map((result) => result.status === 'rejected' && result.reason.code)).toEqual([
        false,
        'shutting_down',
      ]);
    });
  });

  describe('committed$', () => {
    it('emits every group once, in order, before its callers are told', async () => {
      const order: string[] = [];
      open.archive.committed$.subscribe((events) => order.push(...events.map(({ id }) => `published ${id}`)));
      await Promise.all(
        ['a', 'b', 'c'].map((id) =>
          open.archive.append([draftOf('tool:called', { id })]).then(() => order.push(`told ${id}`)),
        ),
      );
      await open.archive.append([draftOf('tool:called', { id: 'd' })]).then(() => order.push('told d'));
      expect(order).toEqual([
        'published a',
        'published b',
        'published c',
        'told a',
        'told b',
        'told c',
        'published d',
        'told d',
      ]);
    });

    it('goes on for everybody when a subscriber throws', async () => {
      const { onUnhandledError } = config;
      const contained: unknown[] = [];
      config.onUnhandledError = (error) => contained.push(error);
      try {
        open.archive.committed$.subscribe(() => {
          throw new Error('boom');
        });
        const late: BinnacleEvent[] = [];
        open.archive.committed$.subscribe((events) => late.push(...events));
        await open.archive.append(drafts(1, 'first'));
        await open.archive.append(drafts(1, 'second'));
        expect(idsOf(late)).toEqual(['first-0', 'second-0']);
        // RxJS reports in a later turn.
        while (contained.length < 2) await new Promise((resolve) => setImmediate(resolve));
      } finally {
        config.onUnhandledError = onUnhandledError;
      }
    });
  });

  describe('transact', () => {
    it('of events that are known before counts them against the bounds, and stores them once', async () => {
      await open.close();
      await reopen({ queueEvents: 10 });
      const work = (known: EventDraft[]) => ({ known, prepare: async () => ({ events: known, value: known.length }) });
      await expect(open.archive.transact(work(drafts(11, 'many')))).rejects.toMatchObject({ code: 'queue_full' });
      const { stored, value } = await open.archive.transact(work(drafts(10, 'few')));
      expect([idsOf(stored), value]).toEqual([idsOf(drafts(10, 'few')), 10]);
      expect(idsOf(await open.archive.read(all))).toEqual(idsOf(stored));
    });

    const ask = (transaction: ArchiveTransaction, id: string) =>
      transaction.question.create({
        data: { project: 'default', id, msgId: id, dedupeKey: id, question: '?', askedAt: new Date() },
      });

    it('commits statements and events together and returns the value', async () => {
      const result = await open.archive.transact({
        prepare: async (transaction) => {
          await ask(transaction, 'q');
          return { events: [draftOf('agent:blocked', { id: 'q' })], value: 'asked' };
        },
      });
      expect(result).toMatchObject({ value: 'asked', duplicates: 0, stored: [{ id: 'q' }] });
      expect(await open.reader.question.count()).toBe(1);
      expect(idsOf(published.flat())).toEqual(['q']);
    });

    it('hands an error of prepare to its caller as it is, and keeps nothing of it', async () => {
      const reason = new LifecycleError('question_closed', 'too late');
      const failing = open.archive.transact({
        prepare: async (transaction) => {
          await ask(transaction, 'gone');
          throw reason;
        },
      });
      await expect(failing).rejects.toBe(reason);
      expect(await open.reader.question.count()).toBe(0);
    });

    it('lets a failing prepare fail alone among events and other work of its group', async () => {
      const work = (id: string, fail?: 'throw' | 'sql') => ({
        prepare: async (transaction: ArchiveTransaction) => {
          await ask(transaction, id);
          if (fail === 'throw') throw new Error(`no ${id}`);
          if (fail === 'sql') await transaction.$queryRaw`SELECT 1 / 0`;
          return { events: [draftOf('agent:blocked', { id })], value: id };
        },
      });
      const results = await Promise.allSettled<unknown>([
        open.archive.append(drafts(2, 'plain')),
        open.archive.transact(work('one')),
        open.archive.transact(work('two', 'throw')),
        open.archive.transact(work('three', 'sql')),
        open.archive.transact(work('four')),
        open.archive.append(drafts(2, 'more')),
      ]);
      expect(results.map(({ status }) => status === 'fulfilled')).toEqual([true, true, false, false, true, true]);
      expect(results[2]).toMatchObject({ reason: { message: 'no two' } });
      expect(idsOf(await open.archive.read(all))).toEqual(['plain-0', 'plain-1', 'one', 'four', 'more-0', 'more-1']);
      expect(idsOf(await open.reader.question.findMany({ orderBy: { id: 'asc' } }))).toEqual(['four', 'one']);
      expect(published).toHaveLength(1);
    });

    it('isolates work whose events Postgres refuses', async () => {
      const results = await Promise.allSettled<unknown>([
        open.archive.transact({
          prepare: async (transaction) => ({ events: [], value: await ask(transaction, 'kept') }),
        }),
        open.archive.transact({
          prepare: async (transaction) => ({
            events: [{ ...draftOf('agent:blocked'), agentId: '\u0000' }],
            value: await ask(transaction, 'undone'),
          }),
        }),
        open.archive.append(drafts(1, 'beside')),
      ]);
      expect(results.map(({ status }) => status === 'fulfilled')).toEqual([true, false, true]);
      expect(idsOf(await open.reader.question.findMany())).toEqual(['kept']);
      expect(idsOf(published.flat())).toEqual(['beside-0']);
    });

    it('lets the first of two answers in one group win and shows the second that', async () => {
      await open.archive.transact({
        prepare: async (transaction) => ({ events: [], value: await ask(transaction, 'q') }),
      });
      const answer = (by: string) =>
        open.archive.transact({
          prepare: async (transaction) => {
            const { count } = await transaction.question.updateMany({
              where: { id: 'q', state: 'open' },
              data: { state: 'answered', answeredBy: by },
            });
            if (count === 0) throw new Error('closed');
            return { events: [draftOf('agent:resumed', { id: by })], value: by };
          },
        });
      const results = await Promise.allSettled([answer('ann'), answer('bob')]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
      expect(await open.reader.question.findMany()).toMatchObject([{ answeredBy: 'ann' }]);
      expect(idsOf(await open.archive.read(all))).toEqual(['ann']);
    });
  });

  describe('reads', () => {
    it('refuses a limit out of range', async () => {
      await expect(open.archive.read({ ...all, limit: 10_001 })).rejects.toMatchObject({ code: 'invalid_query' });
      await expect(open.archive.read({ ...all, limit: 0 })).rejects.toMatchObject({ code: 'invalid_query' });
    });

    it('pages by seq in both directions', async () => {
      const { stored } = await open.archive.append(drafts(10, 'page'));
      const middle = stored[4]?.seq;
      expect(idsOf(await open.archive.read({ ...all, after: middle, limit: 2 }))).toEqual(['page-5', 'page-6']);
      expect(idsOf(await open.archive.read({ ...all, order: 'desc', before: middle, limit: 2 }))).toEqual([
        'page-3',
        'page-2',
      ]);
    });

    it('finds nothing where nothing is', async () => {
      expect(await open.archive.find('default', 'missing')).toBeUndefined();
      expect(await open.archive.read({ ...all, project: 'nobody' })).toEqual([]);
    });

    it('says where the newest events of a selection begin', async () => {
      const { stored } = await open.archive.append(drafts(10, 'newest'));
      const start = await open.archive.startOfNewest({ project: 'default' }, 3);
      expect(idsOf(await open.archive.read({ ...all, after: start }))).toEqual(['newest-7', 'newest-8', 'newest-9']);
      expect(start).toBe(stored[6]?.seq);
      const typed = { project: 'default', patterns: parsePatterns('tool:called') };
      expect(await open.archive.startOfNewest(typed, 3)).toBe(start);
      expect(await open.archive.startOfNewest(typed, 10)).toBe(0n);
      expect(await open.archive.startOfNewest({ ...typed, before: start + 1n }, 3)).toBe(stored[3]?.seq);
    });
  });
});

/** Holds the archive's row until released: every commit waits. */
async function lockHead({ reader }: TestArchive): Promise<() => void> {
  let release = () => {};
  await new Promise<void>((locked) => {
    void reader.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT 1 FROM archive_head FOR UPDATE`;
      locked();
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    });
  });
  return release;
}
