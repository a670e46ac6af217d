import { describe, expect, it } from '@jest/globals';
import { DEFAULT_ARCHIVE_OPTIONS } from './archive-options.js';
import { CommitQueue } from './commit-queue.js';
import type { PendingItem } from './pending-item.js';

const item = (events: number, bytes = events * 10, work?: PendingItem['work']): PendingItem => ({
  events,
  bytes,
  rows: [],
  work,
  resolve: () => {},
  reject: () => {},
});
const sizes = (items: readonly PendingItem[]) => items.map(({ events }) => events);
const queueOf = (options: object, items: readonly PendingItem[] = []) => {
  const queue = new CommitQueue({ ...DEFAULT_ARCHIVE_OPTIONS, ...options });
  for (const one of items) queue.offer(one);
  return queue;
};

describe('CommitQueue', () => {
  it('takes as many as fit into a group, first in, first out', () => {
    const queue = queueOf(
      { groupEvents: 10 },
      [4, 5, 2, 8].map((events) => item(events)),
    );
    expect(sizes(queue.take())).toEqual([4, 5]);
    expect(sizes(queue.take())).toEqual([2, 8]);
    expect(queue.isEmpty).toBe(true);
  });

  it('bounds a group in bytes too, and takes an item that is larger than a group alone', () => {
    const queue = queueOf({ groupEvents: 10, groupBytes: 100 }, [item(1, 90), item(1, 20), item(50), item(1, 10)]);
    expect(queue.take()).toHaveLength(1);
    expect(queue.take()).toHaveLength(1);
    expect(sizes(queue.take())).toEqual([50]);
    expect(sizes(queue.take())).toEqual([1]);
  });

  it('bounds the pieces of work in one transaction', () => {
    const work = { prepare: async () => ({ events: [], value: 0 }) };
    const queue = queueOf(
      {},
      Array.from({ length: 250 }, () => item(1, 0, work)),
    );
    expect([queue.take().length, queue.take().length, queue.take().length]).toEqual([100, 100, 50]);
  });

  it('counts what was taken until it is released', () => {
    const queue = queueOf({ queueEvents: 10 }, [item(6)]);
    const group = queue.take();
    expect(() => queue.offer(item(5))).toThrow(/queue_full: 6 events/);
    queue.release(group);
    queue.offer(item(5));
    expect(queue.size).toBe(5);
  });

  it('refuses by events or bytes and keeps nothing of what it refused', () => {
    const queue = queueOf({ queueEvents: 10, queueBytes: 100 }, [item(5, 50)]);
    expect(() => queue.offer(item(6, 1))).toThrow(/queue_full/);
    expect(() => queue.offer(item(1, 51))).toThrow(/queue_full/);
    expect([queue.size, sizes(queue.takeAll())]).toEqual([5, [5]]);
  });
});
