import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PaintQueue } from './paint-queue.js';

describe('the paint queue', () => {
  let queue: PaintQueue;
  beforeEach(() => {
    jest.useFakeTimers();
    // `performance.now()` of fake timers begins at 0.
    jest.advanceTimersByTime(1_000);
    queue = new PaintQueue();
  });
  afterEach(() => {
    queue.close();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  const painting = (painted: string[], name: string, tookMs: number) => () => {
    painted.push(`${name} at ${performance.now()}`);
    jest.advanceTimersByTime(tookMs);
  };

  it('paints at once when nobody else does', () => {
    const painted: string[] = [];
    queue.add(painting(painted, 'a', 0));
    expect(painted).toEqual(['a at 1000']);
  });

  it('rests after each as long as it took, and keeps the order', () => {
    const painted: string[] = [];
    for (const name of ['a', 'b', 'c']) queue.add(painting(painted, name, 20));
    jest.advanceTimersByTime(200);
    expect(painted).toEqual(['a at 1000', 'b at 1040', 'c at 1080']);
  });

  it('lets one that is alone paint without a rest', () => {
    const painted: string[] = [];
    const paint = painting(painted, 'a', 50);
    for (let turn = 0; turn < 3; turn++) queue.add(paint);
    expect(painted).toEqual(['a at 1000', 'a at 1050', 'a at 1100']);
  });

  it('paints once for who asks twice, and not for who left', () => {
    const painted: string[] = [];
    const [first, twice, gone] = ['a', 'b', 'c'].map((name) => painting(painted, name, 10));
    for (const paint of [first, twice, gone, twice]) queue.add(paint as () => void);
    queue.forget(gone as () => void);
    jest.advanceTimersByTime(200);
    expect(painted).toEqual(['a at 1000', 'b at 1020']);
  });
});
