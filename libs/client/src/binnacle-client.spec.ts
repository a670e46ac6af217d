import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BinnacleClient } from './binnacle-client.js';
import { Rig } from './client.fixture.js';

describe('BinnacleClient', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await Rig.set();
  });
  afterEach(() => rig.strike());

  const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
    const found: T[] = [];
    for await (const item of items) found.push(item);
    return found;
  };
  const fill = (count: number) => {
    for (let n = 0; n < count; n++) rig.server.add({ id: `e${n}`, type: 'tool:called' });
  };

  it('gives its own ids to events that name none; null means none', async () => {
    const client = rig.client({ agentId: 'a', graphId: 'g', sessionId: 's' });
    client.emit('agent:started');
    client.emit('agent:started', { agentId: 'b', graphId: null });
    await client.flush();
    expect(rig.server.events).toMatchObject([
      { agent_id: 'a', graph_id: 'g', session_id: 's' },
      { agent_id: 'b', graph_id: null, session_id: 's' },
    ]);
  });

  it('emit never throws into the agent', () => {
    const client = rig.client();
    const emit = client.emit.bind(client) as (...args: unknown[]) => unknown;
    for (const args of [[], ['x'], [7], ['agent:started', null], ['agent:started', { timestamp: new Date('?') }]]) {
      expect(() => emit(...args)).not.toThrow();
    }
    expect(rig.errors.length).toBeGreaterThanOrEqual(4);
  });

  it('emit checks the payload of well-known types', () => {
    const client = rig.client();
    client.emit('tool:called', { payload: { tool_name: 'grep', anything: ['else'] } });
    client.emit('deploy:finished', { payload: { version: '1' } });
    // @ts-expect-error a well-known field has its kind
    client.emit('tool:called', { payload: { tool_name: 7 } });
    // @ts-expect-error options are texts or {value, label}
    client.emit('agent:blocked', { payload: { options: [1] } });
    // @ts-expect-error fields of the envelope are camelCase
    client.emit('agent:started', { agent_id: 'a' });
    // @ts-expect-error the payload is an object
    client.emit('agent:started', { payload: 'text' });
    const agent = client.agent('a');
    agent.completed({ result: { rows: 1 }, summary: 'done' });
    // @ts-expect-error amounts are numbers
    agent.completed({ duration_ms: '12' });
  });

  it('reads page after page, newest first or oldest first', async () => {
    fill(2_500);
    const client = rig.client();
    const found = await all(client.query({ order: 'asc' }));
    expect(found.map(({ id }) => id)).toEqual(Array.from({ length: 2_500 }, (_, n) => `e${n}`));
    expect(rig.server.seen('GET', '/api/v1/events')).toHaveLength(3);
    const newest = await all(client.query({ type: 'tool:*', limit: 2 }));
    expect(newest.map(({ id }) => id)).toEqual(['e2499', 'e2498']);
  });

  it('reads no further than the loop goes', async () => {
    fill(2_500);
    for await (const _ of rig.client().query()) break;
    expect(rig.server.seen('GET', '/api/v1/events')).toHaveLength(1);
  });

  it('writes the filter as the server names it', async () => {
    const from = new Date(0);
    await all(rig.client().query({ type: ['a:b', 'c:*'], agentId: 'a b', graphId: 'g', sessionId: 's', from, to: 5 }));
    const query = new URL(rig.server.requests[0]!.path, 'http://x').searchParams;
    expect(Object.fromEntries(query)).toEqual({
      type: 'a:b,c:*',
      agent_id: 'a b',
      graph_id: 'g',
      session_id: 's',
      from: '1970-01-01T00:00:00.000Z',
      to: '5',
      limit: '1000',
    });
  });

  it('reads wait through a short absence, and give up after ten seconds', async () => {
    const client = rig.client();
    rig.server.faultsFor = /^GET/;
    rig.server.faults.push('cut', { status: 503 });
    await expect(client.questions()).resolves.toEqual([]);
    await rig.server.stop();
    await expect(client.questions()).rejects.toMatchObject({ name: 'LifecycleError', code: 'delivery_failed' });
    expect(rig.clock.now()).toBeLessThanOrEqual(11_000);
  });

  it('lists and answers questions; the loser is told who won', async () => {
    const client = rig.client();
    rig.server.add({ type: 'agent:blocked', agent_id: 'a/1', payload: { question: 'Go?', msg_id: 'm' } });
    await expect(client.questions({ state: 'open', agentId: 'a/1' })).resolves.toMatchObject([{ question: 'Go?' }]);
    const given = { answer: 'yes', msgId: 'm', answeredBy: 'ann' };
    await expect(client.answer('a/1', given)).resolves.toMatchObject({ state: 'answered', answer: 'yes' });
    await expect(client.question('m')).resolves.toMatchObject({ state: 'answered' });
    await expect(client.answer('a/1', given)).rejects.toMatchObject({
      code: 'question_closed',
      context: { answered_by: 'ann', status: 409 },
    });
  });

  it('does not give an answer twice when the connection breaks', async () => {
    const client = rig.client();
    rig.server.faultsFor = /respond/;
    rig.server.faults.push('cut');
    await expect(client.answer('a', { answer: 'yes' })).rejects.toMatchObject({ code: 'delivery_failed' });
    expect(rig.server.seen('POST', '/agent/a/respond')).toHaveLength(1);
  });

  it('names the address it cannot reach', async () => {
    const client = rig.client({ retry: { maxRetryMs: 0 } });
    await rig.server.stop();
    await expect(client.health()).rejects.toThrow(`Binnacle is not reachable at ${rig.server.url} (ECONNREFUSED)`);
  });

  it('gives up a request without an answer in time', async () => {
    const client = rig.client({ retry: { maxRetryMs: 0 }, requestTimeoutMs: 20 });
    rig.server.onRequest = () => new Promise(() => {});
    await expect(client.health()).rejects.toThrow(/no answer in time/);
  });

  it('says so when something else answers', async () => {
    rig.server.onRequest = () => {};
    const client = new BinnacleClient({ url: `${rig.server.url}/nowhere`, retry: { maxRetryMs: 0 } });
    await expect(client.health()).rejects.toMatchObject({ code: 'route_not_found' });
  });

  it.each(['', 'localhost:4700', 'ftp://x', 'nonsense'])('refuses the URL %j', (url) => {
    expect(() => new BinnacleClient({ url })).toThrow(/invalid_config/);
  });
});
