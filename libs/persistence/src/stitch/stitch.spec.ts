import { type BinnacleEvent, parsePatterns } from '@binnacle/events';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Subject } from 'rxjs';
import type { EventQuery } from '../event-archive.js';
import { archivedOf, draftOf } from '../testing/index.js';
import { matchesQuery } from './matches-query.js';
import { stitch } from './stitch.js';

const query = { project: 'default', patterns: parsePatterns('tool:*') };
const event = (seq: number, type = 'tool:called') => archivedOf(seq, draftOf(type));
const seqsOf = (events: readonly BinnacleEvent[]) => events.map(({ seq }) => Number(seq));

/** An archive that is an array; `between` may delay the answer, after the rows were chosen or before. */
class ArrayArchive {
  readonly log: BinnacleEvent[] = [];
  reads = 0;

  constructor(private readonly between: () => Promise<void> = async () => {}) {}

  async read({ limit, ...selection }: EventQuery): Promise<BinnacleEvent[]> {
    this.reads += 1;
    await this.between();
    const page = this.log.filter((candidate) => matchesQuery(selection, candidate)).slice(0, limit);
    await this.between();
    return page;
  }
}

describe('stitch', () => {
  it('has no gap and no repeat, however commits, publications, reads and the consumer interleave', async () => {
    const batches = fc.array(
      fc.array(fc.constantFrom('tool:called', 'agent:started'), { minLength: 1, maxLength: 4 }),
      {
        maxLength: 12,
      },
    );
    const bounds = fc.integer({ min: 1, max: 8 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), batches, bounds, fc.nat(12), async (scheduler, types, bound, after) => {
        const turn = (label: string) => scheduler.schedule(Promise.resolve(), label);
        const archive = new ArrayArchive(() => turn('read'));
        const live$ = new Subject<readonly BinnacleEvent[]>();
        const write = async () => {
          for (const batch of types) {
            await turn('commit');
            const events = batch.map((type, index) => event(archive.log.length + index + 1, type));
            archive.log.push(...events);
            await turn('publish');
            live$.next(events);
          }
          live$.complete();
        };
        const seen: number[] = [];
        const consume = async () => {
          for await (const events of stitch({ archive, live$, query, after: BigInt(after), bound })) {
            expect(events.length).toBeGreaterThan(0);
            seen.push(...seqsOf(events));
            await turn('consume');
          }
        };
        await scheduler.waitFor(Promise.all([consume(), write()]));
        const expected = archive.log.filter((one) => matchesQuery({ ...query, after: BigInt(after) }, one));
        expect(seen).toEqual(seqsOf(expected));
        expect(live$.observed).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('goes back to the archive when the consumer was too slow for the bound', async () => {
    const archive = new ArrayArchive();
    const live$ = new Subject<readonly BinnacleEvent[]>();
    const stream = stitch({ archive, live$, query, after: 0n, bound: 3 });
    const commit = (from: number, to: number) => {
      const events = Array.from({ length: to - from + 1 }, (_, index) => event(from + index));
      archive.log.push(...events);
      live$.next(events);
    };
    commit(1, 2);
    expect(seqsOf((await stream.next()).value ?? [])).toEqual([1, 2]);
    const waiting = stream.next();
    commit(3, 4);
    expect(seqsOf((await waiting).value ?? [])).toEqual([3, 4]);
    const readsWhenLive = archive.reads;
    commit(5, 7);
    commit(8, 8);
    commit(9, 9);
    expect(seqsOf((await stream.next()).value ?? [])).toEqual([5, 6, 7, 8, 9]);
    expect(archive.reads).toBeGreaterThan(readsWhenLive);
    await stream.return();
  });

  it('reads a long history in pages and asks for the next one only when the consumer does', async () => {
    const archive = new ArrayArchive();
    archive.log.push(...Array.from({ length: 1_200 }, (_, index) => event(index + 1)));
    const stream = stitch({ archive, live$: new Subject(), query, after: 0n });
    const sizes = [];
    for (let page = 0; page < 3; page++) {
      sizes.push(((await stream.next()).value ?? []).length);
      expect(archive.reads).toBe(page + 1);
    }
    expect(sizes).toEqual([500, 500, 200]);
    await stream.return();
  });

  it('ends and unsubscribes when the signal aborts while it waits', async () => {
    const live$ = new Subject<readonly BinnacleEvent[]>();
    const stop = new AbortController();
    const stream = stitch({ archive: new ArrayArchive(), live$, query, after: 0n, signal: stop.signal });
    const waiting = stream.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(live$.observed).toBe(true);
    stop.abort();
    expect((await waiting).done).toBe(true);
    expect(live$.observed).toBe(false);
  });

  it('unsubscribes when the consumer breaks out', async () => {
    const archive = new ArrayArchive();
    archive.log.push(event(1));
    const live$ = new Subject<readonly BinnacleEvent[]>();
    for await (const events of stitch({ archive, live$, query, after: 0n })) {
      expect(events).toHaveLength(1);
      break;
    }
    expect(live$.observed).toBe(false);
  });

  it('throws what the archive throws, and unsubscribes', async () => {
    const live$ = new Subject<readonly BinnacleEvent[]>();
    const archive = { read: () => Promise.reject(new Error('away')) };
    await expect(stitch({ archive, live$, query, after: 0n }).next()).rejects.toThrow('away');
    expect(live$.observed).toBe(false);
  });
});
