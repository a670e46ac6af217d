import { describe, expect, it } from '@jest/globals';
import { Ring } from './ring.js';

function ringOf(max = 100) {
  let now = 0;
  const reads: string[] = [];
  const rows = new Map<string, string>();
  const state = { away: false };
  const ring = new Ring<string>(
    async (ids) => {
      reads.push(ids.join(' '));
      if (state.away) throw new Error('away');
      return rows;
    },
    { freshMs: 5, staleMs: 60, max },
    () => now,
  );
  return {
    ring,
    reads,
    rows,
    state,
    later: (ms: number) => {
      now += ms;
    },
  };
}

describe('a ring of credentials', () => {
  it('reads once while it is fresh, known or not', async () => {
    const { ring, reads, rows, later } = ringOf();
    rows.set('a', 'A');
    expect(await Promise.all([ring.get('a'), ring.get('a'), ring.get('b'), ring.get('b')])).toEqual([
      'A',
      'A',
      undefined,
      undefined,
    ]);
    expect(reads).toEqual(['a b']);
    rows.delete('a');
    later(5);
    expect(await ring.get('a')).toBeUndefined();
  });

  it('reads in one go all that is asked for at once, however many', async () => {
    const { ring, reads, rows, state, later } = ringOf(10_000);
    const ids = Array.from({ length: 1_000 }, (_, index) => `id-${index}`);
    for (const id of ids) rows.set(id, id.toUpperCase());
    expect(await Promise.all(ids.map((id) => ring.get(id)))).toEqual(ids.map((id) => id.toUpperCase()));
    expect(reads).toHaveLength(1);
    later(5);
    state.away = true;
    // A failing query fails for nobody who was known.
    expect(await Promise.all(ids.map((id) => ring.get(id)))).toHaveLength(1_000);
    await expect(ring.get('new')).rejects.toThrow('away');
    expect(reads).toHaveLength(3);
  });

  it('sees a change at once when told, also while it was reading', async () => {
    const { ring, rows } = ringOf();
    rows.set('a', 'A');
    const reading = ring.get('a');
    ring.forget('a');
    await reading;
    rows.delete('a');
    expect(await ring.get('a')).toBeUndefined();
  });

  it('stands in for the database while it is away, but not for long', async () => {
    const { ring, rows, state, later } = ringOf();
    rows.set('a', 'A');
    await ring.get('a');
    state.away = true;
    later(30);
    expect(await ring.get('a')).toBe('A');
    later(40);
    await expect(ring.get('a')).rejects.toThrow('away');
    state.away = false;
    expect(await ring.get('a')).toBe('A');
  });

  it('holds no more than its bound, whatever strangers ask for', async () => {
    const { ring, reads } = ringOf(3);
    for (const id of ['a', 'b', 'c', 'd']) await ring.get(id);
    await ring.get('d');
    await ring.get('a');
    expect(reads).toEqual(['a', 'b', 'c', 'd', 'a']);
  });
});
