import { EventBus, LocalTransport } from '@binnacle/bus';
import { BinnacleError, DEFAULT_PROJECT } from '@binnacle/events';
import { eventOf } from '@binnacle/plugin-kit/testing';
import { PluginHealth, type PluginRegistry } from '@binnacle/registry';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NEVER } from 'rxjs';
import type { DashboardOptions } from '../dashboard-options.js';
import type { DashboardsService } from '../dashboards/dashboards.service.js';
import { counter, FakeResponse, log, MemoryArchive, parse } from '../hub/hub-test.fixture.js';
import { LiveHub } from '../hub/live-hub.js';
import type { QueryValues } from '../hub/view-selection.js';
import { LiveController } from './live.controller.js';

const MAX_VIEWERS = 3;

const byAgent = {
  definition: { id: 'agent', stage: 'view', param: 'agent', label: 'Agent' },
  apply: (value: string) => {
    if (value === 'bad') throw new BinnacleError('invalid_query', 'no such agent');
    return { canonical: value, matches: () => true };
  },
};

describe('the stream of a tab', () => {
  let archive: MemoryArchive;
  let bus: EventBus;
  let hub: LiveHub;
  let controller: LiveController;
  beforeEach(async () => {
    archive = new MemoryArchive();
    bus = new EventBus(new LocalTransport());
    const registry = {
      panels: [counter(), log()],
      viewFilters: [byAgent],
      health: new PluginHealth(),
      changed$: NEVER,
    } as unknown as PluginRegistry;
    hub = new LiveHub(bus, archive.asArchive, registry);
    hub.onApplicationBootstrap();
    controller = new LiveController(hub, {} as DashboardsService, { maxViewers: MAX_VIEWERS } as DashboardOptions);
  });
  afterEach(() => hub.beforeApplicationShutdown());

  const open = (query: QueryValues = {}, headers: Record<string, string> = {}) => {
    const response = new FakeResponse();
    const socket = { destroyed: false };
    let taken = false;
    const reply = {
      raw: response,
      hijack: () => {
        taken = true;
      },
      getHeaders: () => ({ 'content-security-policy': "script-src 'self'" }),
    };
    const done = controller.stream(
      DEFAULT_PROJECT,
      query,
      { raw: { socket }, headers } as unknown as FastifyRequest,
      reply as unknown as FastifyReply,
    );
    return { done, response, socket, taken: () => taken };
  };
  const commit = async (...types: string[]) => {
    for (const type of types) {
      const event = eventOf(type, { payload: { text: 'hi' } });
      archive.events.push(event);
      bus.publish([event]);
    }
    await new Promise(setImmediate);
  };
  const patched = (response: FakeResponse) =>
    parse(response.text).flatMap(({ data }) => [...data.matchAll(/<section id="([\w-]+)"/g)].map(([, id]) => id));
  const painted = async () => `${hub.position}.${(await hub.view(DEFAULT_PROJECT, {})).layout}`;

  it('begins with when to come back, and with nothing that the page was painted with', async () => {
    await hub.view(DEFAULT_PROJECT, {});
    await commit('tool:called', 'user:message');
    const { done, response } = open({ at: await painted() });
    await done;
    expect(response.text).toMatch(/^retry: \d+\n\n$/);
    await commit('tool:called');
    expect(response.text).toContain('2 calls');
  });

  it('brings the panels that changed since the page was painted', async () => {
    await hub.view(DEFAULT_PROJECT, {});
    await commit('tool:called');
    const at = await painted();
    await commit('user:message');
    const { done, response } = open({ at });
    await done;
    expect(patched(response)).toEqual(['p-log']);
  });

  it('brings the whole grid when the page was painted with other panels', async () => {
    await commit('tool:called');
    const { done, response } = open({ at: `${hub.position}.elsewhere` });
    await done;
    expect(parse(response.text)[0]?.data).toMatch(/^elements <div class="panels" id="panels">/);
    expect(patched(response)).toEqual(['p-counter', 'p-log']);
  });

  it.each<[string, QueryValues[string]]>([
    ['no position', undefined],
    ['the position of another process', 'deadbeef.999999'],
    ['a position that is none', 'x'],
    ['two positions', ['a.1', 'b.2']],
  ])('brings all panels to %s', async (_, at) => {
    await hub.view(DEFAULT_PROJECT, {});
    await commit('tool:called', 'user:message');
    const { done, response } = open({ at });
    await done;
    expect(patched(response)).toEqual(['p-counter', 'p-log']);
  });

  it('is an event stream that no proxy buffers, with the headers that all answers have', async () => {
    const { done, response } = open();
    await done;
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'content-security-policy': "script-src 'self'",
    });
    expect(response.headers).not.toHaveProperty('content-encoding');
    const zipped = open({}, { 'accept-encoding': 'gzip, br' });
    await zipped.done;
    expect(zipped.response.headers).toMatchObject({ 'content-encoding': 'gzip' });
  });

  it('is refused past the limit with a code of its own, until another one closes', async () => {
    const streams = Array.from({ length: MAX_VIEWERS }, () => open());
    await Promise.all(streams.map(({ done }) => done));
    const refused = open();
    await expect(refused.done).rejects.toMatchObject({ code: 'too_many_viewers' });
    expect(refused.taken()).toBe(false);
    streams[0]?.response.emit('close');
    await open().done;
    expect(hub.viewerCount).toBe(MAX_VIEWERS);
  });

  it('is refused past the limit also when all come while the view is still folded', async () => {
    let ready = () => {};
    archive.gate = new Promise((resolve) => {
      ready = resolve;
    });
    const streams = Array.from({ length: 10 }, () => open({ agent: 'new' }));
    ready();
    const results = await Promise.allSettled(streams.map(({ done }) => done));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(MAX_VIEWERS);
    expect(hub.viewerCount).toBe(MAX_VIEWERS);
  });

  it('is not opened for a client that went away while the view was folded', async () => {
    const { done, socket, taken } = open({ agent: 'new' });
    socket.destroyed = true;
    await done;
    expect(taken()).toBe(false);
    expect(hub.viewerCount).toBe(0);
  });

  it('is refused before it begins for a choice that no filter can read, and when the server stops', async () => {
    const bad = open({ agent: 'bad' });
    await expect(bad.done).rejects.toMatchObject({ code: 'invalid_query' });
    expect(bad.taken()).toBe(false);
    hub.beforeApplicationShutdown();
    await expect(open().done).rejects.toMatchObject({ code: 'shutting_down' });
  });
});
