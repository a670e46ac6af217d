import { BinnacleError, type BinnacleEvent } from '@binnacle/events';
import { describe, expect, it } from '@jest/globals';
import type { EventQuery } from '../event-archive.js';
import { PatientReader } from './patient-reader.js';

const DAY = 1n << 32n;
const PER_DAY = 40_000n;
const RARE = 9_973n;

/** Four days with gaps between; a read that has to look at more than `patience` events is too slow. */
function archiveOf(patience: number) {
  const seqs: bigint[] = [];
  for (let day = 0n; day < 4n; day++) for (let n = 1n; n <= PER_DAY; n++) seqs.push(day * DAY + n);
  const reads: EventQuery[] = [];
  return {
    seqs,
    reads,
    async read(query: EventQuery): Promise<BinnacleEvent[]> {
      reads.push(query);
      const { after = -1n, before = 1n << 60n, order, limit, conditions } = query;
      const inside = seqs.filter((seq) => seq > after && seq < before);
      if (order === 'desc') inside.reverse();
      const found: bigint[] = [];
      for (const [looked, seq] of inside.entries()) {
        if (found.length === limit) break;
        if (conditions && looked >= patience) throw new BinnacleError('query_too_slow', 'too slow');
        if (!conditions || seq % RARE === 0n) found.push(seq);
      }
      return found.map((seq) => ({ seq }) as BinnacleEvent);
    },
  };
}

const rare = (order: 'asc' | 'desc', bounds: Partial<EventQuery> = {}) =>
  ({ project: 'default', order, conditions: [], ...bounds }) as const;

async function all(reader: PatientReader, limit: number): Promise<bigint[]> {
  const found: bigint[] = [];
  for (let guard = 0; guard < 10_000; guard++) {
    const { events, isLast } = await reader.next(limit);
    found.push(...events.map(({ seq }) => seq));
    if (isLast) return found;
  }
  throw new Error('it never ends');
}

describe('PatientReader', () => {
  it.each([
    ['asc', 1_000_000],
    ['desc', 1_000_000],
    ['asc', 70_000],
    ['desc', 70_000],
    ['asc', 5_000],
    ['desc', 5_000],
  ] as const)('finds all in order %s with patience for %d events', async (order, patience) => {
    const archive = archiveOf(patience);
    const expected = archive.seqs.filter((seq) => seq % RARE === 0n);
    if (order === 'desc') expected.reverse();
    for (const limit of [3, 100]) expect(await all(new PatientReader(archive, rare(order)), limit)).toEqual(expected);
  });

  it.each(['asc', 'desc'] as const)('keeps between its ends in order %s', async (order) => {
    const archive = archiveOf(5_000);
    const bounds = { after: DAY + 10n, before: 3n * DAY + 20_000n };
    const expected = archive.seqs.filter((seq) => seq % RARE === 0n && seq > bounds.after && seq < bounds.before);
    if (order === 'desc') expected.reverse();
    expect(await all(new PatientReader(archive, rare(order, bounds)), 10)).toEqual(expected);
  });

  it('is never further than what is there: what is committed later is found', async () => {
    const archive = archiveOf(5_000);
    const reader = new PatientReader(archive, rare('asc'));
    const before = await all(reader, 10);
    expect(reader.position).toBe(3n * DAY + PER_DAY);
    const next = archive.seqs.length;
    for (let n = 1n; n <= RARE; n++) archive.seqs.push(3n * DAY + PER_DAY + n);
    expect(await all(reader, 10)).toEqual(archive.seqs.slice(next).filter((seq) => seq % RARE === 0n));
    expect(before.length).toBeGreaterThan(10);
  });

  it('does not look through days without events', async () => {
    const archive = archiveOf(70_000);
    await all(new PatientReader(archive, rare('asc')), 100);
    expect(archive.reads.length).toBeLessThan(40);
  });

  it('gives up where even a short stretch is too slow', async () => {
    const reader = new PatientReader(archiveOf(100), rare('asc'));
    await expect(all(reader, 10)).rejects.toMatchObject({ code: 'query_too_slow' });
  });

  it('passes other failures on', async () => {
    const failing = { read: () => Promise.reject(new BinnacleError('archive_unavailable', 'away')) };
    await expect(new PatientReader(failing, rare('asc')).next(1)).rejects.toMatchObject({
      code: 'archive_unavailable',
    });
  });
});
