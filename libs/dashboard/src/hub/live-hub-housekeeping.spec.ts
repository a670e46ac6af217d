import { EventBus, LocalTransport } from '@binnacle/bus';
import { DEFAULT_PROJECT } from '@binnacle/events';
import { eventOf } from '@binnacle/plugin-kit/testing';
import { PluginHealth, type PluginRegistry } from '@binnacle/registry';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { NEVER } from 'rxjs';
import { counter, FakeResponse, MemoryArchive } from './hub-test.fixture.js';
import { LiveHub } from './live-hub.js';
import { Viewer } from './viewer.js';

const MAILBOX = 100_000;
/** Events that commit together. */
const GROUP = 1_000;
const byAgent = {
  definition: { id: 'agent', stage: 'view', param: 'agent', label: 'Agent' },
  apply: (value: string) => ({ canonical: value, matches: () => true }),
};

describe('the live hub, over time,', () => {
  let archive: MemoryArchive;
  let bus: EventBus;
  let hub: LiveHub;
  let seq = 0n;
  beforeEach(() => {
    // The bus delivers by `setImmediate`; only clocks and intervals are held.
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    archive = new MemoryArchive();
    bus = new EventBus(new LocalTransport());
    const registry = {
      panels: [counter()],
      viewFilters: [byAgent],
      health: new PluginHealth(),
      changed$: NEVER,
    } as unknown as PluginRegistry;
    hub = new LiveHub(bus, archive.asArchive, registry);
    hub.onApplicationBootstrap();
  });
  afterEach(() => {
    hub.beforeApplicationShutdown();
    jest.useRealTimers();
  });

  const watch = async (query = {}) => {
    const view = await hub.view(DEFAULT_PROJECT, query);
    const response = new FakeResponse();
    const viewer = new Viewer(response.asResponse);
    view.add(viewer);
    return { view, response, leave: () => view.remove(viewer) };
  };
  const delivered = async () => {
    while (bus.subscribers.some(({ waiting }) => waiting > 0)) await new Promise(setImmediate);
  };
  const commit = (count = 1) => {
    const sample = eventOf('tool:called');
    for (let left = count; left > 0; left -= GROUP) {
      const group = Array.from({ length: Math.min(GROUP, left) }, () => ({ ...sample, seq: ++seq }));
      archive.events.push(...group);
      bus.publish(group);
    }
  };

  it('keeps every quiet stream awake four times a minute, and none after it has left', async () => {
    const [one, other] = [await watch(), await watch({ agent: 'ada' })];
    jest.advanceTimersByTime(60_000);
    expect(one.response.writes).toEqual(Array(4).fill(': heartbeat\n\n'));
    expect(other.response.writes).toEqual(one.response.writes);
    other.leave();
    jest.advanceTimersByTime(15_000);
    expect(one.response.writes).toHaveLength(5);
    expect(other.response.writes).toHaveLength(4);
  });

  it('keeps a view while one viewer is left, and half a minute longer for a reload to find it', async () => {
    const [first, second] = [await watch({ agent: 'ada' }), await watch({ agent: 'ada' })];
    first.leave();
    jest.advanceTimersByTime(120_000);
    second.leave();
    jest.advanceTimersByTime(15_000);
    const back = await watch({ agent: 'ada' });
    expect(back.view).toBe(first.view);
    back.leave();
    jest.advanceTimersByTime(45_000);
    expect((await watch({ agent: 'ada' })).view).not.toBe(first.view);
  });

  it('keeps the page without choices for ever, and forgets the others that nobody looks at', async () => {
    const everything = await hub.view(DEFAULT_PROJECT, {});
    await hub.view(DEFAULT_PROJECT, { agent: 'ada' });
    jest.advanceTimersByTime(45_000);
    expect(hub.viewCount).toBe(1);
    expect(await hub.view(DEFAULT_PROJECT, {})).toBe(everything);
  });

  it('sets nothing going that outlives it', async () => {
    const { view } = await watch();
    view.fold([eventOf('tool:called')]);
    view.fold([eventOf('tool:called')]);
    hub.beforeApplicationShutdown();
    expect(jest.getTimerCount()).toBe(0);
    expect(bus.subscribers).toEqual([]);
  });

  it('folds anew from the archive when it falls behind the bus: streams end, and come back to the whole state', async () => {
    const { view, response } = await watch();
    commit(MAILBOX + 1);
    expect(response.ended).toBe(true);
    const again = await watch();
    expect(again.view).not.toBe(view);
    commit();
    await delivered();
    // The counter's history is its newest 10,000 events.
    expect(again.response.text).toContain('10001 calls');
  });

  it('takes back half of the selections only, after it fell behind, but always the page without choices', async () => {
    for (let index = 0; index < 6; index++) await watch({ agent: `agent-${index}` });
    commit(MAILBOX + 1);
    for (let index = 0; index < 4; index++) await watch({ agent: `agent-${index}` });
    await expect(hub.view(DEFAULT_PROJECT, { agent: 'agent-4' })).rejects.toMatchObject({
      code: 'too_many_views',
      context: { limit: 4 },
    });
    await expect(hub.view(DEFAULT_PROJECT, {})).resolves.toBeDefined();
    jest.advanceTimersByTime(61_000);
    await expect(hub.view(DEFAULT_PROJECT, { agent: 'agent-5' })).resolves.toBeDefined();
  });

  it('gives up a fold during which more was committed than it holds, instead of holding it all', async () => {
    let open = () => {};
    archive.gate = new Promise((resolve) => {
      open = resolve;
    });
    const loading = hub.view(DEFAULT_PROJECT, { agent: 'ada' });
    for (let round = 0; round < 2; round++) {
      commit(60_000);
      await delivered();
    }
    open();
    await expect(loading).rejects.toMatchObject({ code: 'archive_unavailable' });
    await expect(hub.view(DEFAULT_PROJECT, { agent: 'ada' })).resolves.toBeDefined();
  });
});
