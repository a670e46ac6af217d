import { type BinnacleEvent, createEvent, parseEvent } from '@binnacle/events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom, take, toArray } from 'rxjs';
import { containSubscriberErrors } from './contain-subscriber-errors.js';
import { EventBus } from './event-bus.js';
import { LocalTransport } from './local-transport.js';
import { forAgent, matching, ofCategory } from './operators.js';

const event = (seq: number, type = 'agent:started', agentId = 'a-1'): BinnacleEvent => ({
  ...parseEvent(createEvent(type, { agentId }), { project: 'default', receivedAt: '2026-01-01T00:00:00.000Z' }),
  seq: BigInt(seq),
});
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => event(from + index));
const turn = () => new Promise((resolve) => setImmediate(resolve));
const options = { name: 'test', bound: 1_000, overflow: 'error' as const };

describe('EventBus', () => {
  let bus: EventBus;
  let restore: () => void;
  const contained: unknown[] = [];

  beforeEach(() => {
    bus = new EventBus(new LocalTransport());
    restore = containSubscriberErrors((error) => contained.push(error));
  });
  afterEach(() => {
    bus.close();
    restore();
    contained.length = 0;
  });

  it('hands every event to every subscriber, in order', async () => {
    const first = firstValueFrom(bus.events(options).pipe(take(900), toArray()));
    const second = firstValueFrom(bus.events(options).pipe(take(900), toArray()));
    bus.publish(range(1, 300));
    bus.publish(range(301, 900));
    for (const seen of [await first, await second]) {
      expect(seen.map(({ seq }) => Number(seq))).toEqual(range(1, 900).map(({ seq }) => Number(seq)));
    }
  });

  it('filters by category, pattern and agent', async () => {
    const types: Record<string, string[]> = { category: [], pattern: [], agent: [] };
    bus
      .events(options)
      .pipe(ofCategory('tool'))
      .subscribe(({ type }) => types.category?.push(type));
    bus
      .events(options)
      .pipe(matching('agent:*', 'tool:failed'))
      .subscribe(({ type }) => types.pattern?.push(type));
    bus
      .events(options)
      .pipe(forAgent('a-2'))
      .subscribe(({ type }) => types.agent?.push(type));
    bus.publish([event(1), event(2, 'tool:failed'), event(3, 'tool:called', 'a-2'), event(4, 'model:request')]);
    await turn();
    expect(types).toEqual({
      category: ['tool:failed', 'tool:called'],
      pattern: ['agent:started', 'tool:failed'],
      agent: ['tool:called'],
    });
  });

  it('refuses a malformed pattern when the pipe is built', () => {
    expect(() => matching('agent:' as 'agent:*')).toThrow(/invalid_pattern/);
  });

  it('does not let a throwing subscriber touch the publisher or another subscriber', async () => {
    const seen: bigint[] = [];
    bus.events({ ...options, name: 'faulty' }).subscribe(() => {
      throw new Error('boom');
    });
    bus.events(options).subscribe(({ seq }) => seen.push(seq));
    expect(() => bus.publish(range(1, 3))).not.toThrow();
    await turn();
    bus.publish(range(4, 4));
    await turn();
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(seen).toEqual([1n, 2n, 3n, 4n]);
    expect(contained.length).toBeGreaterThan(0);
  });

  it('errors a subscriber that fell behind, and only that one', async () => {
    const seen: bigint[] = [];
    let reason: Error | undefined;
    bus.events({ name: 'slow', bound: 10, overflow: 'error' }).subscribe({ error: (error) => (reason = error) });
    bus.events(options).subscribe(({ seq }) => seen.push(seq));
    bus.publish(range(1, 11));
    await turn();
    expect(reason?.message).toMatch(/subscriber_overflow: slow fell 1 events behind its bound of 10/);
    expect(seen).toHaveLength(11);
    expect(bus.subscribers.map(({ name }) => name)).toEqual(['test']);
  });

  it('drops the oldest and tells how many, when the subscriber asked for that', async () => {
    const seen: bigint[] = [];
    let dropped = 0;
    bus
      .events({ name: 'newest', bound: 3, overflow: 'drop-oldest', onDropped: (count) => (dropped += count) })
      .subscribe(({ seq }) => seen.push(seq));
    bus.publish(range(1, 5));
    await turn();
    expect(seen).toEqual([3n, 4n, 5n]);
    expect(dropped).toBe(2);
  });

  it('delivers nothing after unsubscribe and forgets the subscriber', async () => {
    const seen: bigint[] = [];
    const subscription = bus.events(options).subscribe(({ seq }) => seen.push(seq));
    bus.publish(range(1, 2));
    subscription.unsubscribe();
    await turn();
    expect(seen).toEqual([]);
    expect(bus.subscribers).toEqual([]);
  });

  it('hands a long backlog over in slices, so that other work gets its turn', async () => {
    const sizes: number[] = [];
    bus.batches({ ...options, bound: 10_000 }).subscribe((batch) => sizes.push(batch.length));
    bus.publish(range(1, 2_000));
    await turn();
    expect(sizes[0]).toBeLessThan(2_000);
    while (sizes.reduce((sum, size) => sum + size, 0) < 2_000) await turn();
  });

  it('hands less at once to who takes long, and more again when it is quick', async () => {
    const sizes: number[] = [];
    let costMs = 30;
    bus.batches({ ...options, bound: 10_000 }).subscribe((batch) => {
      sizes.push(batch.length);
      for (const end = performance.now() + costMs; performance.now() < end; );
    });
    bus.publish(range(1, 6_000));
    while (sizes.length < 5) await turn();
    expect(sizes).toEqual([512, 256, 128, 64, 32]);
    costMs = 0;
    while (sizes.reduce((sum, size) => sum + size, 0) < 6_000) await turn();
    // Not each step: a busy machine may make any turn long.
    expect(sizes[5]).toBe(16);
    expect(Math.max(...sizes.slice(5))).toBe(512);
  });
});
