import type { WireEvent } from '@binnacle/events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Rig } from './client.fixture.js';
import type { EventFilter } from './event-filter.js';
import type { StreamOptions } from './event-stream.js';
import { until } from './until.fixture.js';

describe('stream', () => {
  let rig: Rig;
  let stop: AbortController;
  beforeEach(async () => {
    rig = await Rig.set();
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await rig.strike();
  });

  const opened = () => rig.server.seen('GET', '/api/v1/events/stream');
  const add = (...ids: string[]) => ids.map((id) => rig.server.add({ id, type: 'tool:called' }));

  function follow(filter: EventFilter = {}, options: StreamOptions = {}) {
    const got: WireEvent[] = [];
    const done = (async () => {
      for await (const event of rig.client().stream(filter, { signal: stop.signal, ...options })) got.push(event);
    })();
    return { got, done, ids: () => got.map(({ id }) => id) };
  }

  it('begins now, unless told where', async () => {
    add('e1', 'e2', 'e3');
    const [live, all, rest] = [follow(), follow({}, { after: 'start' }), follow({}, { after: 2n })];
    await until(() => opened().length === 3 && rest.got.length === 1 && all.got.length === 3);
    add('e4');
    await until(() => [live, all, rest].every(({ got }) => got.at(-1)?.id === 'e4'));
    expect(live.ids()).toEqual(['e4']);
    expect(all.ids()).toEqual(['e1', 'e2', 'e3', 'e4']);
    expect(rest.ids()).toEqual(['e3', 'e4']);
  });

  it('passes the filter on', async () => {
    const { ids } = follow({ type: ['agent:*', 'tool:failed'], agentId: 'a-1' }, { after: 'start' });
    rig.server.add({ id: 'no', type: 'tool:called', agent_id: 'a-1' });
    rig.server.add({ id: 'other', type: 'agent:started', agent_id: 'a-2' });
    rig.server.add({ id: 'yes', type: 'agent:started', agent_id: 'a-1' });
    await until(() => ids().length > 0);
    expect(ids()).toEqual(['yes']);
  });

  it('resumes with Last-Event-ID after the server was away: no gap, no repeat', async () => {
    const { ids } = follow();
    await until(() => opened().length === 1);
    add('e1', 'e2');
    await until(() => ids().length === 2);
    await rig.server.stop();
    add('e3', 'e4');
    await rig.server.listen();
    await until(() => ids().length === 4);
    add('e5');
    await until(() => ids().length === 5);
    expect(ids()).toEqual(['e1', 'e2', 'e3', 'e4', 'e5']);
    expect(opened().at(-1)?.headers['last-event-id']).toBe('2');
  });

  it('loses nothing when a live stream breaks before its first event', async () => {
    add('old');
    const { ids } = follow();
    await until(() => opened().length === 1);
    await rig.server.stop();
    add('e1');
    await rig.server.listen();
    await until(() => ids().length === 1);
    expect(ids()).toEqual(['e1']);
  });

  it('drops what a server sends again', async () => {
    const { ids } = follow({}, { after: 'start' });
    add('e1', 'e2');
    await until(() => ids().length === 2);
    rig.server.onRequest = (request) => {
      delete request.headers['last-event-id'];
      Object.assign(request.headers, { 'last-event-id': '0' });
    };
    rig.server.endStreams();
    await until(() => opened().length === 2);
    add('e3');
    await until(() => ids().length === 3);
    expect(ids()).toEqual(['e1', 'e2', 'e3']);
  });

  it('says that it reconnects, and backs off as Retry-After says', async () => {
    const reasons: (string | undefined)[] = [];
    rig.server.faultsFor = /stream/;
    rig.server.faults.push({ status: 503, headers: { 'retry-after': '3' } });
    follow({}, { onReconnect: (reason) => reasons.push(reason?.message) });
    await until(() => opened().length === 2);
    expect(reasons).toEqual(['delivery_failed: Binnacle answered 503']);
    expect(rig.clock.pauses).toEqual([3_000]);
  });

  it('takes a connection without a heartbeat for dead', async () => {
    follow({}, { idleTimeoutMs: 10 });
    await until(() => opened().length > 2);
  });

  it('ends with what no retry mends', async () => {
    rig.server.faultsFor = /stream/;
    rig.server.faults.push({ status: 400, body: { code: 'invalid_pattern', detail: '"x" is no event pattern' } });
    await expect(follow({ type: 'x' }).done).rejects.toMatchObject({ code: 'invalid_pattern' });
  });

  it('ends when the signal aborts, connected or not', async () => {
    const connected = follow();
    await until(() => opened().length === 1);
    stop.abort();
    await connected.done;
    await follow().done;
  });

  it('closes the connection when the loop is left', async () => {
    add('e1');
    for await (const _ of rig.client().stream({}, { after: 'start' })) break;
    await until(() => opened().length === 1 && rig.server.openStreams === 0);
  });
});
