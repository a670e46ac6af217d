import type { BinnacleEvent } from '@binnacle/events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestArchive, type TestArchive } from '../../../../test/support/archive.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { draftOf } from '../testing/index.js';

const CALLERS = 50;
const ROUNDS = 12;

/** Each caller appends one call after the other; sizes differ so that groups do. */
async function load({ archive }: TestArchive, name: string): Promise<BinnacleEvent[]> {
  const callers = Array.from({ length: CALLERS }, async (_, caller) => {
    const stored: BinnacleEvent[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const drafts = Array.from({ length: 1 + ((caller + round) % 5) }, (_unused, index) =>
        draftOf('tool:called', { id: `${name}-${caller}-${round}-${index}` }),
      );
      const result =
        (caller + round) % 7 === 0
          ? await archive.transact({ prepare: async () => ({ events: drafts, value: undefined }) })
          : await archive.append(drafts);
      stored.push(...result.stored);
    }
    return stored;
  });
  return (await Promise.all(callers)).flat();
}

const isIncreasing = (seqs: readonly bigint[]) =>
  seqs.every((seq, index) => index === 0 || seq > (seqs[index - 1] ?? 0n));

describe('two archives writing to one database', () => {
  let database: TestDatabase;
  let first: TestArchive;
  let second: TestArchive;
  beforeAll(async () => {
    database = await createTestDatabase();
    // Long and short commits side by side: a number drawn before a long one would become visible after a short one.
    first = await openTestArchive(database.url);
    second = await openTestArchive(database.url, { groupEvents: 5 });
  });
  afterAll(async () => {
    await first.close();
    await second.close();
    await database.drop();
  });

  it('number in commit order: a reader that follows `seq` never misses an event', async () => {
    const published: { name: string; seqs: bigint[] }[] = [];
    for (const [name, { archive }] of Object.entries({ first, second })) {
      const seqs: bigint[] = [];
      published.push({ name, seqs });
      archive.committed$.subscribe((events) => seqs.push(...events.map(({ seq }) => seq)));
    }
    let done = false;
    const seen: bigint[] = [];
    const follow = async () => {
      for (let last = false; !last; ) {
        last = done;
        const after = seen.at(-1) ?? 0n;
        const page = await first.archive.read({ project: 'default', order: 'asc', limit: 10_000, after });
        seen.push(...page.map(({ seq }) => seq));
      }
    };
    const following = follow();
    const stored = (await Promise.all([load(first, 'first'), load(second, 'second')])).flat();
    done = true;
    await following;

    const seqs = stored.map(({ seq }) => seq).sort((a, b) => (a < b ? -1 : 1));
    expect(seqs).toHaveLength(new Set(seqs).size);
    expect(isIncreasing(seen)).toBe(true);
    expect(seen).toEqual(seqs);
    // Each publishes the commits of both, in order and once.
    for (const one of published) {
      while (one.seqs.length < seqs.length) await new Promise((resolve) => setTimeout(resolve, 20));
      expect([one.name, isIncreasing(one.seqs)]).toEqual([one.name, true]);
      expect(one.seqs).toEqual(seqs);
    }
  });

  it('hold back the numbers after a commit that takes long', async () => {
    await first.reader.$executeRawUnsafe(
      `CREATE FUNCTION take_long() RETURNS trigger AS 'BEGIN PERFORM pg_sleep(0.3); RETURN NEW; END' LANGUAGE plpgsql`,
    );
    await first.reader.$executeRawUnsafe(
      `CREATE TRIGGER take_long BEFORE INSERT ON events FOR EACH ROW WHEN (NEW.action = 'slow')
       EXECUTE FUNCTION take_long()`,
    );
    const start = await first.archive.head();
    const slow = first.archive.append([draftOf('tool:slow')]);
    // Its statement is running: the trigger sleeps in it.
    while ((await sleeping(first)) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    let early: BinnacleEvent[] = [];
    const fast = second.archive.append([draftOf('tool:fast')]).then(async (result) => {
      early = await first.archive.read({ project: 'default', order: 'asc', limit: 10, after: start });
      return result;
    });
    const seqs = (await Promise.all([slow, fast])).flatMap(({ stored }) => stored.map(({ seq }) => seq));
    expect(isIncreasing(seqs)).toBe(true);
    expect(early.map(({ seq }) => seq)).toEqual(seqs);
    await first.reader.$executeRawUnsafe('DROP TRIGGER take_long ON events');
  });

  it('carry out work that met in a deadlock, both', async () => {
    const ask = (id: string) =>
      first.reader.question.create({
        data: { project: 'default', id, msgId: id, dedupeKey: id, question: '?', askedAt: new Date() },
      });
    await Promise.all([ask('q1'), ask('q2')]);
    let runs = 0;
    const both = ({ archive }: TestArchive, ids: string[], name: string) =>
      archive.transact({
        prepare: async (transaction) => {
          runs += 1;
          for (const id of ids) {
            await transaction.question.updateMany({ where: { id }, data: { answeredBy: name } });
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
          return { events: [draftOf('agent:resumed', { id: name })], value: name };
        },
      });
    const results = await Promise.all([both(first, ['q1', 'q2'], 'ann'), both(second, ['q2', 'q1'], 'bob')]);
    expect(results.map(({ value, stored }) => [value, stored.length])).toEqual([
      ['ann', 1],
      ['bob', 1],
    ]);
    expect(runs).toBeGreaterThan(2);
  });

  it('store an event once when both are given it at the same time', async () => {
    const drafts = Array.from({ length: 200 }, (_, index) => draftOf('tool:called', { id: `shared-${index}` }));
    const results = await Promise.all(
      drafts.flatMap((draft) => [first.archive.append([draft]), second.archive.append([draft])]),
    );
    expect(results.flatMap(({ stored }) => stored)).toHaveLength(200);
    expect(results.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(200);
  });
});

async function sleeping({ reader }: TestArchive): Promise<number> {
  const [row] = await reader.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event = 'PgSleep'`;
  return row?.count ?? 0;
}
