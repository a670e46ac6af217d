import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RecentMap } from './recent-map.js';

describe('RecentMap', () => {
  it('holds what a Map would whose keys are set anew, and whose oldest is deleted, in every state on the way', () => {
    const keys = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 120 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), keys, (limit, set) => {
        let map = new Map<number, string>();
        let recent = RecentMap.of<number, string>(limit);
        let forgotten = 0;
        const before: [RecentMap<number, string>, ReadonlyMap<number, string>, number][] = [];
        for (const [turn, key] of set.entries()) {
          map = new Map(map);
          map.delete(key);
          map.set(key, `${turn}`);
          const [oldest] = map.keys();
          if (map.size > limit && oldest !== undefined) {
            map.delete(oldest);
            forgotten++;
          }
          recent = recent.set(key, `${turn}`);
          before.push([recent, map, forgotten]);
        }
        for (const [state, expected, gone] of before) {
          expect([...state]).toEqual([...expected]);
          expect([...state.keys()]).toEqual([...expected.keys()]);
          expect([...state.values()]).toEqual([...expected.values()]);
          expect([state.size, state.forgotten]).toEqual([expected.size, gone]);
          for (let key = 0; key <= 30; key++) {
            expect([state.get(key), state.has(key)]).toEqual([expected.get(key), expected.has(key)]);
          }
        }
      }),
    );
  });

  it('tells values that are undefined from keys that are not there', () => {
    const map = RecentMap.of<string, undefined>(2).set('a', undefined);
    expect([map.has('a'), map.has('b')]).toEqual([true, false]);
  });

  it('visits what it holds', () => {
    const seen: unknown[] = [];
    const map = RecentMap.of<string, number>(2).set('a', 1).set('b', 2).set('c', 3);
    map.forEach((value, key, all) => {
      seen.push([key, value, all === map]);
    });
    expect(seen).toEqual([
      ['b', 2, true],
      ['c', 3, true],
    ]);
  });
});
