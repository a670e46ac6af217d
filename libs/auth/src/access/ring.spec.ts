import { describe, expect, it } from '@jest/globals';
import { Ring } from './ring.js';

function ringOf(max = 100) {
  let now = 0;
  const reads: string[] = [];
  const rows = new Map<string, string>();
  const state = { away: false };
  const ring = new Ring<string>(
    async (id) => {
      reads.push(id);
      if (state.away) throw new Error('away');
      return rows.get(id);
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
    expect(reads).toEqual(['a', 'b']);
    rows.delete('a');
    later(5);
    expect(await ring.get('a')).toBeUndefined();
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
