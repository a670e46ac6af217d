import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Rig } from './client.fixture.js';
import { until } from './until.fixture.js';

describe('sending', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await Rig.set();
  });
  afterEach(() => rig.strike());

  const posts = () => rig.server.seen('POST', '/api/v1/events');
  const idsOf = (body: string) => (JSON.parse(body) as { id: string }[]).map(({ id }) => id);
  const storedTypes = () => rig.server.events.map(({ type }) => type);

  it('puts what is emitted together into one request, in order', async () => {
    const client = rig.client();
    for (let n = 0; n < 20; n++) client.emit('tool:called', { id: `e${n}` });
    await client.flush();
    expect(posts()).toHaveLength(1);
    expect(rig.server.events.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, n) => `e${n}`));
    expect(client.counts).toEqual({ accepted: 20, duplicates: 0, rejected: 0, dropped: 0, pending: 0 });
  });

  it('sends without being told to', async () => {
    rig.client({ batch: { delayMs: 1 } }).emit('agent:started');
    await until(() => rig.server.events.length === 1);
  });

  it('cuts batches by events and by bytes', async () => {
    const client = rig.client({ batch: { maxEvents: 3, maxBytes: 4_000 } });
    for (let n = 0; n < 7; n++) client.emit('tool:called');
    for (let n = 0; n < 3; n++) client.emit('user:message', { payload: { text: 'x'.repeat(3_000) } });
    await client.flush();
    expect(posts().map(({ body }) => idsOf(body).length)).toEqual([3, 3, 2, 1, 1]);
  });

  it.each([429, 502, 503, 504])('sends the same ids again after %i', async (status) => {
    const client = rig.client();
    rig.server.faults.push({ status }, { status });
    client.emit('agent:started');
    client.emit('agent:completed');
    await client.flush();
    expect(new Set(posts().map(({ body }) => body)).size).toBe(1);
    expect(posts()).toHaveLength(3);
    expect(storedTypes()).toEqual(['agent:started', 'agent:completed']);
    expect(rig.errors).toEqual([]);
  });

  it('sends the same ids again when the connection breaks, and the server counts the repeat', async () => {
    const client = rig.client();
    // Stored, and the answer lost: what a repeat must survive.
    rig.server.onRequest = ({ body }) => {
      if (posts().length !== 1) return;
      for (const event of JSON.parse(body) as object[]) rig.server.add(event);
    };
    rig.server.faults.push('cut');
    client.emit('agent:started');
    await client.flush();
    expect(rig.server.events).toHaveLength(1);
    expect(client.counts).toMatchObject({ accepted: 0, duplicates: 1, dropped: 0 });
  });

  it('waits as long as Retry-After says', async () => {
    const client = rig.client();
    rig.server.faults.push({ status: 503, headers: { 'retry-after': '4' } });
    client.emit('agent:started');
    await client.flush();
    expect(rig.clock.pauses).toEqual([4_000]);
  });

  it('gives up after the time for retries, says what was lost and goes on with the next', async () => {
    const client = rig.client({ retry: { maxRetryMs: 1_000 } });
    rig.server.faults.push(...Array.from({ length: 3 }, () => ({ status: 503, headers: { 'retry-after': '1' } })));
    client.emit('agent:started');
    await client.flush();
    expect(rig.errors).toMatchObject([{ code: 'delivery_failed', context: { events: 1, status: 503 } }]);
    expect(client.counts).toMatchObject({ dropped: 1, accepted: 0 });
    rig.server.faults.length = 0;
    client.emit('agent:completed');
    await client.flush();
    expect(storedTypes()).toEqual(['agent:completed']);
  });

  it('drops the newest past the bound, counts each and reports once', async () => {
    const client = rig.client({ queue: { maxEvents: 5 } });
    for (let n = 0; n < 8; n++) client.emit('tool:called', { id: `e${n}` });
    expect(client.counts).toMatchObject({ dropped: 3, pending: 5 });
    await client.flush();
    expect(rig.server.events.map(({ id }) => id)).toEqual(['e0', 'e1', 'e2', 'e3', 'e4']);
    expect(rig.errors).toMatchObject([{ code: 'queue_full', context: { event_id: 'e5', type: 'tool:called' } }]);
  });

  it('is bounded in bytes too', () => {
    const client = rig.client({ queue: { maxBytes: 10_000 } });
    for (let n = 0; n < 5; n++) client.emit('user:message', { payload: { text: 'x'.repeat(4_000) } });
    expect(client.counts).toMatchObject({ pending: 2, dropped: 3 });
  });

  it('reports the events a 200 refuses and never sends them again', async () => {
    const client = rig.client();
    client.emit('agent:started', { id: 'good' });
    client.emit('tool:called', { id: 'bad', payload: { tool_name: 7 } as never });
    await client.flush();
    expect(rig.errors).toMatchObject([{ code: 'field_invalid', context: { event_id: 'bad', type: 'tool:called' } }]);
    expect(client.counts).toMatchObject({ accepted: 1, rejected: 1 });
    expect(posts()).toHaveLength(1);
  });

  it('reports each event of a 400 and goes on', async () => {
    const client = rig.client();
    client.emit('tool:called', { id: 'bad', payload: { tool_name: 7 } as never });
    await client.flush();
    client.emit('agent:started');
    await client.flush();
    expect(rig.errors.map(({ code, context }) => [code, context.event_id])).toEqual([['field_invalid', 'bad']]);
    expect(storedTypes()).toEqual(['agent:started']);
  });

  it('halves a batch that is too large until the parts fit', async () => {
    const client = rig.client();
    const tooLarge = { status: 413, body: { code: 'body_too_large', detail: 'split it' } };
    rig.server.faults.push(tooLarge, tooLarge);
    for (let n = 0; n < 4; n++) client.emit('tool:called', { id: `e${n}` });
    await client.flush();
    expect(posts().map(({ body }) => idsOf(body).length)).toEqual([4, 2, 1, 1, 2]);
    expect(client.counts).toMatchObject({ accepted: 4, rejected: 0 });
  });

  it('does not repeat a refusal of the sender', async () => {
    const client = rig.client({ apiKey: 'wrong' });
    rig.server.faults.push({ status: 401, body: { code: 'a_code_of_a_newer_server', detail: 'unknown key' } });
    client.emit('agent:started');
    await client.flush();
    expect(posts()).toHaveLength(1);
    expect(posts()[0]?.headers.authorization).toBe('Bearer wrong');
    expect(rig.errors).toMatchObject([
      { code: 'request_refused', context: { status: 401, server_code: 'a_code_of_a_newer_server', events: 1 } },
    ]);
  });

  it('close sends what waits, then drops and reports what comes later', async () => {
    const client = rig.client({ batch: { delayMs: 60_000 } });
    client.emit('agent:completed');
    await client.close();
    client.emit('agent:started');
    expect(storedTypes()).toEqual(['agent:completed']);
    expect(rig.errors).toMatchObject([{ code: 'closed', context: { type: 'agent:started' } }]);
    expect(client.counts).toMatchObject({ accepted: 1, dropped: 1, pending: 0 });
  });

  it('close gives up when the server stays away', async () => {
    const client = rig.client();
    await rig.server.stop();
    client.emit('agent:started');
    client.emit('agent:completed');
    await client.close({ timeoutMs: 20 });
    expect(client.counts).toMatchObject({ accepted: 0, dropped: 2, pending: 0 });
    expect(rig.errors.length).toBeGreaterThan(0);
  });

  it('a listener that throws does not stop the sending', async () => {
    const client = rig.client({
      onError: () => {
        throw new Error('mine');
      },
    });
    client.emit('not a type' as 'agent:started');
    client.emit('agent:started');
    await client.flush();
    expect(storedTypes()).toEqual(['agent:started']);
  });

  it('flush waits for what was emitted before it, not for what comes after', async () => {
    const client = rig.client();
    client.emit('agent:started');
    const flushed = client.flush();
    let more = true;
    const busy = (async () => {
      while (more) {
        client.emit('tool:called');
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await flushed;
    more = false;
    await busy;
    expect(storedTypes()[0]).toBe('agent:started');
  });
});
