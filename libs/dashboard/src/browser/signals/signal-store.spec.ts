import { describe, expect, it } from '@jest/globals';
import { batch, effect, effectCount } from './reactive.js';
import { SignalStore } from './signal-store.js';

function watch(store: SignalStore, ...path: string[]) {
  const seen: unknown[] = [];
  const stop = effect(() => void seen.push(store.read(path).value));
  return { seen, stop };
}

describe('SignalStore', () => {
  it('wakes the readers of what changed, of what contains it and of what lies below, and no other', () => {
    const store = new SignalStore();
    store.merge({ a: { b: 1, c: 1 }, ab: 1 });
    const [leaf, parent, sibling, prefix] = [
      watch(store, 'a', 'b'),
      watch(store, 'a'),
      watch(store, 'a', 'c'),
      watch(store, 'ab'),
    ];
    store.write(['a', 'b'], 2);
    expect([leaf, parent, sibling, prefix].map(({ seen }) => seen.length)).toEqual([2, 2, 1, 1]);
    store.write(['a'], 'text');
    expect([leaf, parent, sibling, prefix].map(({ seen }) => seen.length)).toEqual([3, 3, 2, 1]);
  });

  it('an equal value wakes nobody; a batch wakes once', () => {
    const store = new SignalStore();
    store.merge({ a: 1, b: 1 });
    const seen: unknown[] = [];
    effect(() => void seen.push([store.read(['a']).value, store.read(['b']).value]));
    store.write(['a'], 1);
    batch(() => {
      store.write(['a'], 2);
      store.write(['b'], 2);
    });
    expect(seen).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  it('merges as a merge patch: null removes, objects merge, arrays replace', () => {
    const store = new SignalStore();
    store.merge({ a: { b: 1, c: [1, 2] }, d: 1 });
    store.merge({ a: { b: null, c: [3] }, e: { f: 1 } });
    expect(store.snapshot({})).toEqual({ a: { c: [3] }, d: 1, e: { f: 1 } });
    store.merge({ d: 2, e: { f: 2, g: 2 }, a: null }, { onlyIfMissing: true });
    expect(store.snapshot({})).toEqual({ a: { c: [3] }, d: 1, e: { f: 1, g: 2 } });
  });

  it('a snapshot keeps what the filter names', () => {
    const store = new SignalStore();
    store.merge({ a: 1, _b: 2, c: { _d: 3, e: 4 } });
    expect(store.snapshot({ exclude: /(^|\.)_/ })).toEqual({ a: 1, c: { e: 4 } });
    expect(store.snapshot({ include: /^$/ })).toEqual({});
  });

  it('a patch cannot reach the prototype', () => {
    const store = new SignalStore();
    store.merge(JSON.parse('{"__proto__": {"polluted": true}, "a": {"__proto__": {"polluted": true}}}'));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('a stopped effect sleeps and is forgotten', () => {
    const store = new SignalStore();
    const before = effectCount();
    const { seen, stop } = watch(store, 'a');
    stop();
    store.write(['a'], 1);
    expect(seen).toEqual([undefined]);
    expect(effectCount()).toBe(before);
  });
});
