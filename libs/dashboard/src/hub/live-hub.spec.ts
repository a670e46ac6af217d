import { EventBus, LocalTransport } from '@binnacle/bus';
import type { BinnacleEvent } from '@binnacle/events';
import { DEFAULT_PROJECT } from '@binnacle/events';
import { eventOf } from '@binnacle/plugin-kit/testing';
import { PluginHealth, type PluginRegistry } from '@binnacle/registry';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NEVER } from 'rxjs';
import { FakeResponse, log, MemoryArchive } from './hub-test.fixture.js';
import { LiveHub, MAX_VIEWS } from './live-hub.js';
import { Viewer } from './viewer.js';

const byAgent = {
  definition: { id: 'agent', stage: 'view', param: 'agent', label: 'Agent' },
  apply: (value: string) => ({
    canonical: value,
    matches: ({ agentId }: BinnacleEvent) => !value || agentId === value,
  }),
};

describe('the live hub', () => {
  let archive: MemoryArchive;
  let bus: EventBus;
  let hub: LiveHub;
  beforeEach(() => {
    archive = new MemoryArchive();
    bus = new EventBus(new LocalTransport());
    const registry = {
      panels: [log()],
      viewFilters: [byAgent],
      health: new PluginHealth(),
      changed$: NEVER,
    } as unknown as PluginRegistry;
    hub = new LiveHub(bus, archive.asArchive, registry);
  });
  afterEach(() => hub.beforeApplicationShutdown());

  const commit = (text: string, agentId = 'ada') => {
    const event = eventOf('user:message', { agentId, payload: { text } });
    archive.events.push(event);
    bus.publish([event]);
  };
  const watch = async (query = {}) => {
    const view = await hub.view(DEFAULT_PROJECT, query);
    const response = new FakeResponse();
    view.add(new Viewer(response.asResponse));
    return { view, response };
  };
  const shown = (text: string) => [...text.matchAll(/<li>(\w+)<\/li>/g)].map(([, item]) => item);

  it('folds what is committed while it reads history, once, even if the bus brings it later than the archive', async () => {
    let open = () => {};
    commit('one');
    archive.gate = new Promise((resolve) => {
      open = resolve;
    });
    hub.onApplicationBootstrap();
    const loading = hub.view(DEFAULT_PROJECT, {});
    commit('two');
    await Promise.resolve();
    commit('three');
    open();
    const view = await loading;
    // The read saw them, and their delivery is still to come.
    const late = archive.events.slice();
    bus.publish(late);
    await new Promise(setImmediate);
    expect(shown(view.snapshot().plain.toString())).toEqual(['three', 'two', 'one']);
  });

  it('shares one view between all who chose the same, and folds each choice for itself', async () => {
    hub.onApplicationBootstrap();
    const [one, two, other] = await Promise.all([
      watch({ agent: 'ada' }),
      watch({ agent: 'ada' }),
      watch({ agent: 'bob' }),
    ]);
    expect(one.view).toBe(two.view);
    commit('hello', 'ada');
    await new Promise(setImmediate);
    expect(shown(one.response.text)).toEqual(['hello']);
    expect(two.response.text).toBe(one.response.text);
    expect(shown(other.response.text)).toEqual([]);
    expect(hub.viewerCount).toBe(3);
  });

  it('refuses more different choices than it holds, but lets go of those nobody looks at', async () => {
    for (let index = 0; index < MAX_VIEWS; index++) await watch({ agent: `agent-${index}` });
    await expect(hub.view(DEFAULT_PROJECT, { agent: 'one-more' })).rejects.toMatchObject({ code: 'too_many_views' });
    const first = await hub.view(DEFAULT_PROJECT, { agent: 'agent-0' });
    for (const viewer of first.viewers) first.remove(viewer);
    await expect(hub.view(DEFAULT_PROJECT, { agent: 'one-more' })).resolves.toBeDefined();
    expect(hub.viewCount).toBe(MAX_VIEWS);
  });

  it('tries again after the archive was away', async () => {
    archive.gate = Promise.reject(new Error('away'));
    await expect(hub.view(DEFAULT_PROJECT, {})).rejects.toThrow('away');
    archive.gate = Promise.resolve();
    await expect(hub.view(DEFAULT_PROJECT, {})).resolves.toBeDefined();
  });

  it('ends every stream when the server stops, and opens none after', async () => {
    const { response } = await watch();
    hub.beforeApplicationShutdown();
    expect(response.ended).toBe(true);
    await expect(hub.view(DEFAULT_PROJECT, {})).rejects.toMatchObject({ code: 'shutting_down' });
  });

  it('names its folds, so that a page of an earlier process gets a snapshot', async () => {
    hub.onApplicationBootstrap();
    await hub.view(DEFAULT_PROJECT, {});
    commit('one');
    await new Promise(setImmediate);
    expect(hub.position).toBe(`${hub.epoch}.${archive.events[0]?.seq}`);
    const registry = {
      panels: [],
      viewFilters: [],
      health: new PluginHealth(),
      changed$: NEVER,
    } as unknown as PluginRegistry;
    expect(new LiveHub(bus, archive.asArchive, registry).epoch).not.toBe(hub.epoch);
  });
});
