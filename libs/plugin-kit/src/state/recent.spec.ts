import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Recent } from './recent.js';

describe('Recent', () => {
  it('holds what an array cut after each item would hold, in every state on the way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.array(fc.integer(), { maxLength: 40 }), (limit, items) => {
        let array: readonly number[] = [];
        let recent = Recent.of<number>(limit);
        const before: [Recent<number>, readonly number[]][] = [];
        for (const item of items) {
          array = [item, ...array].slice(0, limit);
          recent = recent.add(item);
          before.push([recent, array]);
        }
        for (const [state, expected] of before) {
          expect(state.toArray()).toEqual(expected);
          expect(state.size).toBe(expected.length);
        }
      }),
    );
  });

  it('holds no more than twice its limit, however many were added', () => {
    let recent = Recent.of<string>(3);
    for (let index = 0; index < 1_000; index++) recent = recent.add('item');
    expect(JSON.stringify(recent).match(/"item"[^:]/g)?.length).toBeLessThanOrEqual(6);
  });
});
