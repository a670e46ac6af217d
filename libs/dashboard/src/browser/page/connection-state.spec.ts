import { expect, it } from '@jest/globals';
import { ConnectionState } from './connection-state.js';

const after = (...types: string[]) => {
  const state = new ConnectionState(0);
  for (const type of types) state.saw(type, 0);
  return state.name;
};

it.each([
  [['started'], 'connecting'],
  [['started', 'open'], 'live'],
  [['started', 'datastar-patch-elements'], 'live'],
  [['started', 'open', 'retrying'], 'reconnecting'],
  [['started', 'open', 'error', 'retrying', 'open'], 'live'],
  [['started', 'retrying', 'retries-failed', 'finished'], 'lost'],
  [['started', 'open', 'finished'], 'lost'],
])('after %j it is %s', (types, name) => {
  expect(after(...types)).toBe(name);
});

it('a stream replaced by another is not lost', () => {
  expect(after('started', 'open', 'started', 'finished')).toBe('live');
  expect(after('started', 'open', 'started', 'finished', 'finished')).toBe('lost');
});

it('the loss is counted from the last sign of life, and only when it lasts', () => {
  const state = new ConnectionState(0);
  state.saw('open', 1_000);
  state.saw('retrying', 10_000);
  state.saw('error', 14_000);
  expect([12_500, 15_900].map((now) => state.secondsLost(now))).toEqual([undefined, 5]);
  state.saw('open', 16_000);
  expect(state.secondsLost(99_000)).toBeUndefined();
});
