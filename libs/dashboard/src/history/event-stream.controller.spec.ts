import { EventBus, LocalTransport } from '@binnacle/bus';
import { eventOf } from '@binnacle/plugin-kit/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import type { DashboardOptions } from '../dashboard-options.js';
import { FakeResponse, MemoryArchive } from '../hub/hub-test.fixture.js';
import { EventStreamController } from './event-stream.controller.js';

const MAX_VIEWERS = 3;

describe('opening a raw stream', () => {
  let archive: MemoryArchive;
  let controller: EventStreamController;
  let ready: () => void;
  beforeEach(() => {
    archive = new MemoryArchive();
    archive.events.push(eventOf('tool:called'));
    const gate = new Promise<void>((resolve) => {
      ready = resolve;
    });
    archive.head = () => gate.then(() => 1n);
    const bus = new EventBus(new LocalTransport());
    controller = new EventStreamController(archive.asArchive, bus, { maxViewers: MAX_VIEWERS } as DashboardOptions);
  });
  afterEach(() => controller.beforeApplicationShutdown());

  const open = () => {
    const response = new FakeResponse();
    const reply = { raw: response, hijack: () => {}, getHeaders: () => ({}) };
    return { response, done: controller.stream({}, undefined, 'default', reply as unknown as FastifyReply) };
  };

  it('is refused past the limit also when all come while the archive is asked where it stands', async () => {
    const streams = Array.from({ length: 10 }, open);
    const results = Promise.allSettled(streams.map(({ done }) => done));
    ready();
    await new Promise(setImmediate);
    expect(streams.filter(({ response }) => response.text.startsWith('retry: '))).toHaveLength(MAX_VIEWERS);
    controller.beforeApplicationShutdown();
    const refused = (await results).filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(10 - MAX_VIEWERS);
    expect(refused[0]?.reason).toMatchObject({ code: 'too_many_viewers' });
  });

  it('takes no place for a client that went away meanwhile', async () => {
    const { response, done } = open();
    response.destroyed = true;
    ready();
    await done;
    expect(response.text).toBe('');
  });

  it('is refused when the server began to stop meanwhile: nothing would end the stream', async () => {
    const { done } = open();
    controller.beforeApplicationShutdown();
    ready();
    await expect(done).rejects.toMatchObject({ code: 'shutting_down' });
  });

  it('ends when the server stops', async () => {
    const { response, done } = open();
    ready();
    await new Promise(setImmediate);
    controller.beforeApplicationShutdown();
    await done;
    expect(response.ended).toBe(true);
  });
});
