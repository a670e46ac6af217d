import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Rig } from './client.fixture.js';
import { until } from './until.fixture.js';

describe('ask', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await Rig.set();
  });
  afterEach(() => rig.strike());

  const asked = () => until(() => rig.server.seen('GET', '/api/v1/questions/').length > 0);
  const open = () => rig.server.questions[0]!;

  it('gives the answer', async () => {
    const client = rig.client({ agentId: 'a-1', sessionId: 's-1' });
    const answer = client.ask('Which format?', { options: ['csv', { value: 'json', label: 'JSON' }] });
    await asked();
    expect(open()).toMatchObject({
      question: 'Which format?',
      agent_id: 'a-1',
      session_id: 's-1',
      options: ['csv', { value: 'json', label: 'JSON' }],
      msg_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(rig.server.seen('GET', `/api/v1/questions/${open().id}?wait=50`)).toHaveLength(1);
    rig.server.answer(open().id, 'csv');
    await expect(answer).resolves.toBe('csv');
  });

  it('asks with all that a question may show, and gives the answer in parts', async () => {
    const action = { tool: 'deploy', args: { version: '1.4' } };
    const shape = { action, allowed: ['approve', 'edit'], expiresInSeconds: 60, onTimeout: 'deny' } as const;
    const answer = rig.client({ agentId: 'a-1' }).askForReply('Deploy?', shape);
    await asked();
    expect(rig.server.events.at(-1)?.payload).toMatchObject({
      action,
      allowed: ['approve', 'edit'],
      timeout_seconds: 60,
      on_timeout: 'deny',
    });
    const reply = {
      decision: 'edit',
      value: null,
      edited_args: { version: '1.3' },
      message: 'older',
      scope: 'once',
    } as const;
    rig.server.close(open().id, { state: 'answered', answer: 'edit: older', answered_by: 'Ada', reply });
    await expect(answer).resolves.toEqual({
      questionId: open().id,
      text: 'edit: older',
      decision: 'edit',
      value: null,
      editedArgs: { version: '1.3' },
      message: 'older',
      scope: 'once',
      answeredBy: 'Ada',
      expired: false,
    });
  });

  it('gives what was to happen when nobody answers in time', async () => {
    const answer = rig.client({ agentId: 'a-1' }).askForReply('Go?', { onTimeout: 'default', default: 'no' });
    await asked();
    rig.server.close(open().id, { state: 'expired', answer: 'no', answered_by: 'timeout' });
    await expect(answer).resolves.toMatchObject({ text: 'no', value: 'no', expired: true });
  });

  it('comes after everything emitted before it', async () => {
    const client = rig.client({ agentId: 'a-1' });
    client.emit('agent:started');
    const answer = client.ask('Go?');
    await asked();
    expect(rig.server.events.map(({ type }) => type)).toEqual(['agent:started', 'agent:blocked']);
    rig.server.answer(open().id, 'yes');
    await answer;
  });

  it('outlives a restart of the server, and finds an answer given meanwhile', async () => {
    const answer = rig.client({ agentId: 'a-1' }).ask('Go?');
    await asked();
    await rig.server.stop();
    await until(() => rig.clock.pauses.length > 2);
    rig.server.answer(open().id, 'yes');
    await rig.server.listen();
    await expect(answer).resolves.toBe('yes');
  });

  it('is asked as soon as the server is there', async () => {
    const client = rig.client({ agentId: 'a-1', retry: { maxRetryMs: 300 } });
    await rig.server.stop();
    const answer = client.ask('Go?');
    await until(() => rig.errors.length > 1);
    await rig.server.listen();
    await asked();
    expect(rig.server.questions).toHaveLength(1);
    rig.server.answer(open().id, 'yes');
    await expect(answer).resolves.toBe('yes');
  });

  it('waits on through 503', async () => {
    const client = rig.client({ agentId: 'a-1' });
    rig.server.faultsFor = /^GET \/api\/v1\/questions/;
    rig.server.faults.push({ status: 503, headers: { 'retry-after': '2' } }, 'cut');
    const answer = client.ask('Go?');
    await until(() => rig.server.seen('GET', '/api/v1/questions/').length === 3);
    expect(rig.clock.pauses[0]).toBe(2_000);
    rig.server.answer(open().id, 'yes');
    await expect(answer).resolves.toBe('yes');
  });

  it('does not spin when a stopping server answers "still open" at once', async () => {
    const client = rig.client({ agentId: 'a-1' });
    rig.server.faultsFor = /^GET \/api\/v1\/questions/;
    rig.server.faults.push({ status: 200, body: { state: 'open' } });
    const answer = client.ask('Go?');
    await until(() => rig.server.seen('GET', '/api/v1/questions/').length === 2);
    expect(rig.clock.pauses).toEqual([200]);
    rig.server.answer(open().id, 'yes');
    await answer;
  });

  it('rejects with ask_timeout when nobody answers, and leaves the question open', async () => {
    const client = rig.client({ agentId: 'a-1' });
    const answer = client.ask('Go?', { timeoutMs: 40, msgId: 'm-1' });
    await expect(answer).rejects.toMatchObject({
      name: 'LifecycleError',
      code: 'ask_timeout',
      context: { msg_id: 'm-1' },
    });
    expect(open().state).toBe('open');
  });

  it('times out while the server is away', async () => {
    const client = rig.client({ agentId: 'a-1' });
    await rig.server.stop();
    await expect(client.ask('Go?', { timeoutMs: 40 })).rejects.toMatchObject({ code: 'ask_timeout' });
  });

  it('goes on with the same question when a restarted agent asks it again', async () => {
    const ask = () => rig.client({ agentId: 'a-1' }).ask('Go?', { msgId: 'm-1' });
    const first = ask();
    await asked();
    const second = ask();
    await until(() => rig.server.seen('GET', '/api/v1/questions/').length === 2);
    expect(rig.server.questions).toHaveLength(1);
    rig.server.answer('m-1', 'yes');
    await expect(Promise.all([first, second, ask()])).resolves.toEqual(['yes', 'yes', 'yes']);
    expect(rig.server.events).toHaveLength(1);
  });

  it('finds its question when another client asked it first under another id', async () => {
    rig.server.add({ type: 'agent:blocked', agent_id: 'a-1', payload: { question: 'Go?', msg_id: 'm-1' } });
    rig.server.add({ type: 'agent:blocked', agent_id: 'a-2', payload: { question: 'Go?', msg_id: 'm-1' } });
    const [mine, other] = rig.server.questions;
    rig.server.answer(other!.id, 'no');
    const answer = rig.client({ agentId: 'a-1' }).ask('Go?', { msgId: 'm-1' });
    await asked();
    rig.server.answer(mine!.id, 'yes');
    await expect(answer).resolves.toBe('yes');
  });

  it('rejects when the question is withdrawn', async () => {
    const answer = rig.client({ agentId: 'a-1' }).ask('Go?');
    await asked();
    rig.server.close(open().id, { state: 'withdrawn' });
    await expect(answer).rejects.toMatchObject({ name: 'LifecycleError', code: 'question_closed' });
  });

  it('rejects when the server refuses the question', async () => {
    const options = Array.from({ length: 101 }, (_, n) => `${n}`);
    await expect(rig.client().ask('Which?', { options })).rejects.toMatchObject({ code: 'field_invalid' });
  });

  it('rejects with the reason of an abort', async () => {
    const stop = new AbortController();
    const answer = rig.client({ agentId: 'a-1' }).ask('Go?', { signal: stop.signal });
    await asked();
    stop.abort(new Error('enough'));
    await expect(answer).rejects.toThrow('enough');
  });

  it('is not held up by a full queue', async () => {
    const client = rig.client({ agentId: 'a-1', queue: { maxEvents: 1 } });
    client.emit('agent:started');
    const answer = client.ask('Go?');
    await asked();
    rig.server.answer(open().id, 'yes');
    await expect(answer).resolves.toBe('yes');
  });
});
