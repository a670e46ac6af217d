/** From asked to resumed: who does what with a question, what time does, and how the answer finds its agent. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { Asking, type WireQuestion } from '../support/questions.js';
import { TestServer } from '../support/server.js';

const deploy = { tool: 'deploy', args: { version: '1.4', replicas: 4 } };

describe('the life of a question', () => {
  let database: TestDatabase;
  let server: TestServer;
  let asking: Asking;
  let client: pg.Client;
  let count = 0;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
    asking = new Asking(server);
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await server?.stop();
    await database?.drop();
  });

  const ask = (fields: Record<string, unknown> = {}) =>
    asking.ask({ agent_id: `agent-${count++}`, session_id: 's', question: 'Deploy?', ...fields });
  const until = async (id: string, isSo: (question: WireQuestion) => boolean): Promise<WireQuestion> => {
    for (;;) {
      const question = await asking.see(id);
      if (isSo(question)) return question;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  describe('while it is open', () => {
    it('is claimed, taken over, assigned, commented and released, and tells of each', async () => {
      const { id } = await ask();
      const path = `/api/v1/questions/${id}`;
      expect(await asking.call('POST', `${path}/claim`, { by: 'Ada' })).toMatchObject([200, { claimed_by: 'Ada' }]);
      expect(await asking.call('POST', `${path}/claim`, { by: 'Bob', seconds: 1 })).toMatchObject([
        200,
        { claimed_by: 'Bob' },
      ]);
      expect(await asking.call('PUT', `${path}/assignee`, { to: 'Eve', by: 'Bob' })).toMatchObject([
        200,
        { assigned_to: 'Eve' },
      ]);
      expect((await asking.call('POST', `${path}/comments`, { text: 'look at the logs', by: 'Bob' }))[0]).toBe(200);
      expect(await until(id, ({ claimed_by }) => claimed_by === null)).toMatchObject({ state: 'open' });
      await asking.call('POST', `${path}/claim`, { by: 'Ada' });
      expect(await asking.call('DELETE', `${path}/claim`)).toMatchObject([200, { claimed_by: null }]);
      expect(await asking.told(id)).toEqual([
        'question:claimed',
        'question:claimed',
        'question:assigned',
        'question:commented',
        'question:claimed',
        'question:released',
      ]);
    });

    it('is taken back by its agent, once, and ends its wait', async () => {
      const { id } = await ask();
      const waiting = asking.wait(id, 20);
      const path = `/api/v1/questions/${id}`;
      expect(await asking.call('DELETE', path)).toMatchObject([200, { state: 'withdrawn' }]);
      expect(await asking.call('DELETE', path)).toMatchObject([200, { state: 'withdrawn' }]);
      expect(await waiting).toMatchObject({ state: 'withdrawn', reply: null });
      expect(await asking.told(id)).toEqual(['question:withdrawn']);
      expect(await asking.answer(id, { answer: 'yes' })).toMatchObject([409, { code: 'question_closed' }]);
    });

    it.each<[string, string, string, unknown]>([
      ['claimed', 'POST', '/claim', {}],
      ['released', 'DELETE', '/claim', undefined],
      ['assigned', 'PUT', '/assignee', { to: 'Eve' }],
      ['taken back', 'DELETE', '', undefined],
    ])('can no longer be %s when it is answered', async (_, method, path, body) => {
      const { id } = await ask();
      await asking.answer(id, { answer: 'yes' });
      expect(await asking.call(method, `/api/v1/questions/${id}${path}`, body)).toMatchObject([
        409,
        { code: 'question_closed', answered_by: 'Ada' },
      ]);
      expect(await asking.call(method, `/api/v1/questions/no-such${path}`, body)).toMatchObject([
        404,
        { code: 'question_not_found' },
      ]);
    });

    it.each<[string, string, unknown, string]>([
      ['seconds', '/claim', { seconds: 0 }, 'seconds'],
      ['a nameless claim', '/claim', { by: 7 }, 'by'],
      ['an empty comment', '/comments', { text: ' ' }, 'text'],
      ['a comment that is a book', '/comments', { text: 'x'.repeat(10_001) }, 'text'],
    ])('refuses %s, naming the field', async (_, path, body, field) => {
      const { id } = await ask();
      expect(await asking.call('POST', `/api/v1/questions/${id}${path}`, body)).toMatchObject([400, { field }]);
    });
  });

  describe('when its time is over', () => {
    it('is refused by `deny`', async () => {
      const { id } = await ask({ action: deploy, timeout_seconds: 0.2, on_timeout: 'deny' });
      const ended = await asking.wait(id, 10);
      expect(ended).toMatchObject({
        state: 'expired',
        reply: { decision: 'reject' },
        action_hash: null,
        answered_by: 'timeout',
      });
      expect(await asking.answer(id, { decision: 'approve' })).toMatchObject([
        409,
        { code: 'question_closed', state: 'expired' },
      ]);
      expect(await asking.told(id)).toEqual(expect.arrayContaining(['question:expired', 'agent:resumed']));
    });

    it('is answered by `default`, and by a refusal when the default is no answer to it', async () => {
      const timeout = { timeout_seconds: 0.2, on_timeout: 'default', options: ['eu', 'us'], allow_other: false };
      const { id } = await ask({ ...timeout, default: 'eu' });
      expect(await asking.wait(id, 10)).toMatchObject({ state: 'expired', answer: 'eu' });
      const { id: odd } = await ask({ ...timeout, default: 'mars' });
      expect(await asking.wait(odd, 10)).toMatchObject({ state: 'expired', reply: { decision: 'reject' } });
    });

    it('waits on by `wait`, overdue, and can still be answered', async () => {
      const { id } = await ask({ timeout_seconds: 0.2 });
      for (let told: string[] = []; !told.includes('question:overdue'); told = await asking.told(id)) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect(await asking.answer(id, { answer: 'yes' })).toMatchObject([200, { state: 'answered' }]);
    });
  });

  describe('on the way back', () => {
    it('is delivered when the wait took it, not when somebody looked, and once', async () => {
      const { id } = await ask();
      await asking.answer(id, { answer: 'yes' });
      expect(await asking.see(id)).toMatchObject({ delivered_at: null });
      await asking.wait(id);
      expect(await until(id, ({ delivered_at }) => delivered_at !== null)).toMatchObject({ delivered_to: 'rest' });
      await asking.wait(id);
      expect(await asking.told(id)).toEqual(['agent:resumed', 'question:delivered']);
    });

    it('is delivered to who waited for it', async () => {
      const { id } = await ask();
      const waiting = asking.wait(id, 20);
      await asking.answer(id, { answer: 'yes' });
      expect(await waiting).toMatchObject({ answer: 'yes' });
      await until(id, ({ delivered_at }) => delivered_at !== null);
    });

    it('is not delivered to a wait that was given up', async () => {
      const { id } = await ask();
      const gone = new AbortController();
      const waiting = fetch(`${server.url}/api/v1/questions/${id}?wait=20`, { signal: gone.signal }).catch(
        () => 'gone',
      );
      await new Promise((resolve) => setTimeout(resolve, 100));
      gone.abort();
      expect(await waiting).toBe('gone');
      await asking.answer(id, { answer: 'yes' });
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(await asking.see(id)).toMatchObject({ delivered_at: null });
    });

    it('is flagged when nobody takes it, until the agent comes', async () => {
      const { id } = await ask();
      await asking.answer(id, { answer: 'yes' });
      await client.query(`UPDATE questions SET closed_at = closed_at - interval '2 minutes' WHERE id = $1`, [id]);
      await until(id, ({ undelivered_since }) => undelivered_since !== null);
      const flagged = await server.json<{ data: WireQuestion[] }>('/api/v1/questions?undelivered=true');
      expect(flagged.data.map((question) => question.id)).toEqual([id]);
      await asking.wait(id);
      expect(await until(id, ({ delivered_at }) => delivered_at !== null)).toMatchObject({ undelivered_since: null });
      expect(await asking.told(id)).toEqual(['agent:resumed', 'question:undelivered', 'question:delivered']);
    });

    it('stays open when spans of the turn before come after it, and is closed by those of its own', async () => {
      const session = '8cc07b5b-18b9-47a5-ab0b-82d3892dad6e';
      const { id } = await ask({ agent_id: 'claude-code:8cc07b5b', session_id: session });
      const askedAt = Date.parse(((await server.json(`/api/v1/questions/${id}`)) as { asked_at: string }).asked_at);
      const spans = (turn: number, ms: number) =>
        ['tool.blocked_on_user', 'interaction'].map((kind, index) => ({
          traceId: `0af7651916cd43dd8448eb211c80319${turn}`,
          spanId: `b7ad6b716920333${index}`,
          name: `claude_code.${kind}`,
          startTimeUnixNano: `${askedAt + ms - 2_000}000000`,
          endTimeUnixNano: `${askedAt + ms}000000`,
          attributes: Object.entries({ 'session.id': session, source: 'user_temporary', decision: 'accept' }).map(
            ([key, stringValue]) => ({ key, value: { stringValue } }),
          ),
        }));
      const send = async (turn: number, ms: number) => {
        const body = { resourceSpans: [{ scopeSpans: [{ spans: spans(turn, ms) }] }] };
        expect((await server.post('/v1/traces', body)).status).toBe(200);
      };
      const agent = async () => (await server.json<{ state: string }>('/api/v1/agents/claude-code:8cc07b5b')).state;
      await send(1, -500);
      expect(await asking.see(id)).toMatchObject({ state: 'open' });
      while ((await agent()) !== 'waiting') await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await (await server.get('/inbox')).text()).toContain(id);
      await send(2, 500);
      expect(await asking.see(id)).toMatchObject({ state: 'answered', answered_by: 'agent', answer: 'accept' });
    });

    it('is resumed when the agent says so, by REST or by its event', async () => {
      const { id } = await ask();
      expect(await asking.call('POST', `/api/v1/questions/${id}/resumed`, {})).toMatchObject([
        409,
        { code: 'question_open' },
      ]);
      await asking.answer(id, { answer: 'yes' });
      const [, resumed] = await asking.call('POST', `/api/v1/questions/${id}/resumed`, {});
      expect([resumed.resumed_at, resumed.delivered_at]).toEqual([expect.any(String), expect.any(String)]);
      const { id: other } = await ask({ agent_id: 'teller' });
      await asking.answer(other, { answer: 'yes' });
      await server.send({ type: 'agent:resumed', agent_id: 'teller', payload: { question_id: other } });
      expect(await asking.see(other)).toMatchObject({
        resumed_at: expect.any(String),
        answered_by: 'Ada',
        answer: 'yes',
      });
    });

    it('lets run what was approved, edited or not, and refuses and shows anything else', async () => {
      const { id } = await ask({ action: deploy, allowed: ['approve', 'edit'] });
      await asking.answer(id, { decision: 'edit', edited_args: { version: '1.4', replicas: 2 } });
      const resumed = `/api/v1/questions/${id}/resumed`;
      expect(await asking.call('POST', resumed, { action: deploy })).toMatchObject([
        409,
        { code: 'action_mismatch', expected_hash: expect.any(String), action_hash: expect.any(String) },
      ]);
      expect(await asking.see(id)).toMatchObject({ mismatched_at: expect.any(String), resumed_at: null });
      const edited = { tool: 'deploy', args: { replicas: 2, version: '1.4' } };
      expect(await asking.call('POST', resumed, { action: edited })).toMatchObject([
        200,
        { resumed_at: expect.any(String) },
      ]);
      expect(await asking.told(id)).toEqual(['agent:resumed', 'question:mismatched', 'question:continued']);
    });

    it('lets nothing run that was refused', async () => {
      const { id } = await ask({ action: deploy });
      await asking.answer(id, { decision: 'reject' });
      const [status] = await asking.call('POST', `/api/v1/questions/${id}/resumed`, { action: deploy });
      expect(status).toBe(409);
    });
  });

  describe('approved for longer', () => {
    const rules = async () =>
      (await server.json<{ data: { id: string; uses: number }[] }>('/api/v1/approval-rules')).data;

    it('holds for the same arguments of the same agent until it is revoked', async () => {
      const fields = { agent_id: 'ruled', session_id: 'one', action: deploy };
      const { id } = await ask(fields);
      await asking.answer(id, { decision: 'approve', scope: 'always' });
      const again = await ask({ ...fields, session_id: 'two', question: 'Deploy again?' });
      expect(again).toMatchObject({
        state: 'answered',
        reply: { decision: 'approve', scope: 'always' },
        rule_id: expect.any(String),
      });
      expect(again.answered_by).toBe('Ada (standing approval)');
      expect(await asking.wait(again.id)).toMatchObject({ action_hash: expect.any(String) });
      const others = [
        { ...fields, action: { ...deploy, args: { version: '1.5' } }, question: 'Other arguments?' },
        { ...fields, action: { ...deploy, tool: 'destroy' }, question: 'Another tool?' },
        { ...fields, agent_id: 'somebody', question: 'Another agent?' },
      ];
      for (const other of others) expect(await ask(other)).toMatchObject({ state: 'open' });
      const [rule] = await rules();
      expect(rule).toMatchObject({ uses: 1, created_by: 'Ada', tool: 'deploy', question_id: id });
      for (let twice = 0; twice < 2; twice++) {
        expect(await asking.call('DELETE', `/api/v1/approval-rules/${rule?.id}`)).toMatchObject([
          200,
          { revoked_at: expect.any(String) },
        ]);
      }
      expect(await ask({ ...fields, question: 'After that?' })).toMatchObject({ state: 'open' });
      expect(await asking.told(id)).toEqual(['agent:resumed', 'question:rule_added', 'question:rule_revoked']);
      expect(await asking.call('DELETE', '/api/v1/approval-rules/none')).toMatchObject([
        404,
        { code: 'rule_not_found' },
      ]);
    });

    it('holds for one session, for any arguments when that was said', async () => {
      const fields = { agent_id: 'short', session_id: 'one', action: deploy };
      const { id } = await ask(fields);
      await asking.answer(id, { decision: 'approve', scope: 'session', args: 'any' });
      const other = { ...fields, action: { ...deploy, args: { version: '2' } }, question: 'Two?' };
      expect(await ask(other)).toMatchObject({ state: 'answered' });
      expect(await ask({ ...other, session_id: 'two' })).toMatchObject({ state: 'open' });
    });
  });
});
