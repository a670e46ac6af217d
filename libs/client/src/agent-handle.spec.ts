import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Rig } from './client.fixture.js';

describe('an agent handle', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await Rig.set();
  });
  afterEach(() => rig.strike());

  const events = () => rig.server.events;
  const brief = () => events().map(({ type, payload }) => ({ type, payload }));

  it('puts its ids on every event', async () => {
    const client = rig.client({ agentId: 'outer', sessionId: 's-1' });
    const agent = client.agent('scout', { graphId: 'g-1', nodeId: 'n-1' });
    agent.started({ task: 'look' });
    agent.progress(1, 3, 'first');
    await client.flush();
    const ids = { agent_id: 'scout', graph_id: 'g-1', node_id: 'n-1', session_id: 's-1' };
    expect(events()).toMatchObject([
      { ...ids, type: 'agent:started', payload: { task: 'look' } },
      { ...ids, type: 'graph:progress', payload: { completed: 1, total: 3, label: 'first' } },
    ]);
  });

  it('tells of a tool call and gives its output', async () => {
    const client = rig.client();
    await expect(client.agent('a').tool('add', { a: 1 }, () => 2)).resolves.toBe(2);
    await client.flush();
    const call = { tool_name: 'add', tool_use_id: events()[0]?.payload.tool_use_id };
    expect(brief()).toEqual([
      { type: 'tool:called', payload: { ...call, input: { a: 1 } } },
      { type: 'tool:completed', payload: { ...call, output: 2, duration_ms: expect.any(Number) } },
    ]);
  });

  it('tells of a failed tool call and throws what the tool threw', async () => {
    const client = rig.client();
    const error = new Error('no such file');
    const call = client.agent('a').tool('read', { path: 'x' }, async () => {
      throw error;
    });
    await expect(call).rejects.toBe(error);
    await client.flush();
    expect(brief()[1]).toMatchObject({
      type: 'tool:failed',
      payload: { error: 'no such file', duration_ms: expect.any(Number) },
    });
  });

  it('shows of the output what it is told to, and a mistake there is not the tool’s', async () => {
    const client = rig.client();
    const agent = client.agent('a');
    await agent.tool(
      'read',
      {},
      () => 'long text',
      ({ length }) => ({ length }),
    );
    const showing = agent.tool(
      'read',
      {},
      () => 'fine',
      () => {
        throw new Error('mine');
      },
    );
    await expect(showing).resolves.toBe('fine');
    await client.flush();
    expect(events().map(({ type, payload }) => [type, payload.output])).toEqual([
      ['tool:called', undefined],
      ['tool:completed', { length: 9 }],
      ['tool:called', undefined],
      ['tool:completed', null],
    ]);
  });

  it('ends with how long it took', async () => {
    const client = rig.client();
    const agent = client.agent('a');
    agent.started();
    agent.completed({ result: 7 });
    agent.failed(Object.assign(new Error('gone'), { code: 'ENOENT' }));
    agent.cancelled('stopped');
    await client.flush();
    const duration_ms = expect.any(Number);
    expect(brief().slice(1)).toEqual([
      { type: 'agent:completed', payload: { result: 7, duration_ms } },
      { type: 'agent:failed', payload: { message: 'gone', error: { name: 'Error', code: 'ENOENT' }, duration_ms } },
      { type: 'agent:cancelled', payload: { reason: 'stopped' } },
    ]);
  });
});
