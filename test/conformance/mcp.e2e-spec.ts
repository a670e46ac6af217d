/** The MCP server with the official clients of both protocol eras. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { type AnyClient, connectMcp, ERAS, type Era } from '../support/mcp-clients.js';
import { Asking, type WireQuestion } from '../support/questions.js';
import { TestServer } from '../support/server.js';

describe('the MCP server', () => {
  let database: TestDatabase;
  let server: TestServer;
  let asking: Asking;
  const clients: AnyClient[] = [];
  let count = 0;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
    asking = new Asking(server);
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await server?.stop();
    await database?.drop();
  });

  const open = async (era: Era, query = '') => {
    const agent = `mcp-${count++}`;
    const client = await connectMcp(era, new URL(`${server.url}/mcp?agent=${agent}&session=s-${agent}${query}`));
    clients.push(client);
    return { agent, client };
  };
  const question = async (agent: string, fits = ({ state }: WireQuestion) => state === 'open') => {
    for (;;) {
      const { data } = await server.json<{ data: WireQuestion[] }>(`/api/v1/questions?agent_id=${agent}`);
      const found = data.find(fits);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };

  describe.each(ERAS)('with %s', (era) => {
    it('offers its tools', async () => {
      const { client } = await open(era);
      expect((await client.tools()).sort()).toEqual([
        'approval_prompt',
        'ask_human',
        'emit_event',
        'get_messages',
        'report_progress',
        'wait_for_answer',
      ]);
    });

    it('asks, tells that it waits, and returns the answer, which is then delivered', async () => {
      const { agent, client } = await open(era);
      const told: (string | undefined)[] = [];
      const options = { onprogress: ({ message }: { message?: string }) => void told.push(message) };
      const answer = client.call('ask_human', { question: 'Which DB?', options: ['pg', 'sqlite'] }, options);
      const { id } = await question(agent);
      await asking.answer(id, { answer: 'pg' });
      expect(await answer).toMatchObject({
        content: [{ type: 'text', text: 'pg' }],
        structuredContent: { status: 'answered', question_id: id, answer: 'pg', answered_by: 'Ada' },
      });
      expect(told).toEqual(['Waiting for a person to answer in Binnacle']);
      await question(agent, ({ delivered_to }) => delivered_to === 'mcp');
    });

    it('returns pending in time, and goes on waiting when asked to, also at another server', async () => {
      const { agent, client } = await open(era);
      const pending = await client.call('ask_human', { question: 'Go?', wait_seconds: 0.1 });
      const { id, delivered_to } = await question(agent);
      expect(pending.structuredContent).toMatchObject({ status: 'pending', question_id: id, answer: null });
      expect(pending.content[0]?.text).toContain(`wait_for_answer with question_id "${id}"`);
      expect(delivered_to).toBeNull();
      const other = await TestServer.start({ databaseUrl: database.url });
      const again = await connectMcp(era, new URL(`${other.url}/mcp?agent=${agent}`));
      const waiting = again.call('wait_for_answer', { question_id: id, wait_seconds: 20 });
      await asking.answer(id, { answer: 'yes' });
      expect((await waiting).structuredContent).toMatchObject({ status: 'answered', answer: 'yes' });
      await again.close();
      await other.stop();
    });

    it('asks the same once: the same agent, or the same key', async () => {
      const { agent, client } = await open(era);
      const first = await client.call('ask_human', { question: 'Go?', wait_seconds: 0 });
      const second = await client.call('ask_human', { question: 'Go?', wait_seconds: 0 });
      expect(second.structuredContent?.question_id).toBe(first.structuredContent?.question_id);
      const keyed = { question: 'Stop?', idempotency_key: 'k', wait_seconds: 0 };
      const third = await client.call('ask_human', keyed);
      await asking.answer(String(third.structuredContent?.question_id), { answer: 'now' });
      expect((await client.call('ask_human', keyed)).structuredContent).toMatchObject({ answer: 'now' });
      const { data } = await server.json<{ data: unknown[] }>(`/api/v1/questions?agent_id=${agent}`);
      expect(data).toHaveLength(2);
    });

    it('keeps apart who has no name', async () => {
      const ask = async () => {
        const client = await connectMcp(era, new URL(`${server.url}/mcp`));
        clients.push(client);
        return client.call('ask_human', { question: 'Deploy?', wait_seconds: 0 });
      };
      const [one, two] = [await ask(), await ask()];
      expect(one.structuredContent?.question_id).not.toBe(two.structuredContent?.question_id);
    });

    it('takes forms and several questions, and gives the answer in parts', async () => {
      const { agent, client } = await open(era);
      const answer = client.call('ask_human', {
        question: 'Set up',
        items: [
          { question: 'DB?', options: ['pg'] },
          { question: 'Extras?', options: ['a', 'b'], multi: true },
        ],
      });
      await asking.answer((await question(agent)).id, { value: { 1: 'pg', 2: ['a', 'b'] } });
      expect((await answer).structuredContent).toMatchObject({ reply: { value: { 1: 'pg', 2: ['a', 'b'] } } });
    });

    it('ends the wait when the client gives up; the question stays', async () => {
      const { agent, client } = await open(era);
      const leaving = new AbortController();
      const answer = client.call('ask_human', { question: 'Go?' }, { signal: leaving.signal });
      const { id } = await question(agent);
      leaving.abort();
      await expect(answer).rejects.toThrow();
      await asking.answer(id, { answer: 'late' });
      // A cancelled call of SDK 1 can't be told from one that goes on: it leaves its connection open.
      if (era !== 'SDK 1, 2025-11-25') expect(await asking.see(id)).toMatchObject({ delivered_at: null });
      expect((await client.call('wait_for_answer', { question_id: id })).structuredContent).toMatchObject({
        answer: 'late',
      });
    });

    it('says what is wrong with a call in words', async () => {
      const { client } = await open(era);
      expect(await client.call('emit_event', { type: 'nonsense' })).toMatchObject({
        isError: true,
        content: [{ text: expect.stringContaining('field_invalid') }],
      });
      expect(await client.call('wait_for_answer', { question_id: 'none' })).toMatchObject({
        isError: true,
        content: [{ text: expect.stringContaining('question_not_found') }],
      });
      const wrong = await client.call('ask_human', { question: '' }).catch((error: Error) => error.message);
      expect(JSON.stringify(wrong)).toMatch(/question/);
    });

    it('records events and progress', async () => {
      const { agent, client } = await open(era);
      await client.call('emit_event', { type: 'deploy:finished', payload: { version: '1.4' } });
      await client.call('report_progress', { message: 'linking', completed: 1, total: 4 });
      const { data } = await server.json<{ data: object[] }>(`/api/v1/events?agent_id=${agent}&order=asc`);
      expect(data).toMatchObject([
        { type: 'deploy:finished', session_id: `s-${agent}`, payload: { version: '1.4' } },
        { type: 'graph:progress', graph_id: `s-${agent}`, payload: { label: 'linking', completed: 1, total: 4 } },
      ]);
    });

    describe('as the permission prompt of Claude Code', () => {
      const input = { command: 'touch ran.txt' };
      const prompt = { tool_name: 'Bash', input };

      it.each([
        [{ decision: 'approve' }, { behavior: 'allow', updatedInput: input }],
        [
          { decision: 'edit', edited_args: { command: 'ls' } },
          { behavior: 'allow', updatedInput: { command: 'ls' } },
        ],
        [
          { decision: 'reject', message: 'not today' },
          { behavior: 'deny', message: 'not today' },
        ],
      ])('answers %j in its words', async (reply, expected) => {
        const { agent, client } = await open(era);
        const answer = client.call('approval_prompt', { ...prompt, tool_use_id: `toolu_${count}` });
        await asking.answer((await question(agent)).id, reply);
        expect(JSON.parse((await answer).content[0]?.text ?? '')).toEqual(expected);
      });

      it('answers its questions', async () => {
        const { agent, client } = await open(era);
        const asked = { questions: [{ question: 'DB?', options: [{ label: 'pg' }], multiSelect: false }] };
        const answer = client.call('approval_prompt', { tool_name: 'AskUserQuestion', input: asked });
        await asking.answer((await question(agent)).id, { answer: 'pg' });
        expect(JSON.parse((await answer).content[0]?.text ?? '')).toEqual({
          behavior: 'allow',
          updatedInput: { ...asked, answers: { 'DB?': 'pg' } },
        });
      });

      it('refuses when nobody answers in time, and gives the answer to the same call later', async () => {
        const { agent, client } = await open(era, '&wait=0.1');
        const call = () => client.call('approval_prompt', { ...prompt, tool_use_id: 'toolu_later' });
        expect(JSON.parse((await call()).content[0]?.text ?? '')).toEqual({
          behavior: 'deny',
          message: expect.stringContaining('Nobody has answered'),
        });
        await asking.answer((await question(agent)).id, { decision: 'approve' });
        expect(JSON.parse((await call()).content[0]?.text ?? '')).toMatchObject({ behavior: 'allow' });
      });
    });

    it('takes a hundred questions at once', async () => {
      const { agent, client } = await open(era);
      const answers = Array.from({ length: 100 }, (_, index) => client.call('ask_human', { question: `Go ${index}?` }));
      for (;;) {
        const { data } = await server.json<{ data: WireQuestion[] }>(`/api/v1/questions?agent_id=${agent}&limit=200`);
        if (data.length < 100) continue;
        await Promise.all(data.map(({ id }) => asking.answer(id, { answer: id })));
        break;
      }
      const given = (await Promise.all(answers)).map(({ structuredContent }) => structuredContent);
      expect(given.every((one) => one?.answer === one?.question_id)).toBe(true);
    });
  });

  it('lets a client of 2026-07-28 call again by itself while nobody answers', async () => {
    const { agent, client } = await open('SDK 2, 2026-07-28', '&wait=0.3');
    const answer = client.call('ask_human', { question: 'Go?' });
    const { id } = await question(agent);
    // Longer than one round.
    await new Promise((resolve) => setTimeout(resolve, 700));
    await asking.answer(id, { answer: 'yes' });
    expect((await answer).structuredContent).toMatchObject({ status: 'answered', question_id: id, answer: 'yes' });
    const { data } = await server.json<{ data: unknown[] }>(`/api/v1/questions?agent_id=${agent}`);
    expect(data).toHaveLength(1);
  });

  it.each(['mcp-2025-11-25.sdk1-client', 'mcp-2026-07-28.sdk2-client'])(
    'answers the captured requests of %s',
    async (name) => {
      const requests = JSON.parse(
        readFileSync(path.resolve(import.meta.dirname, `../fixtures/mcp/${name}.requests.json`), 'utf8'),
      ) as { method: string; headers: Record<string, string>; body: unknown; status: number }[];
      const agent = `captured-${count++}`;
      for (const { method, headers, body, status } of requests) {
        const asks = JSON.stringify(body).includes('ask_human');
        const answering = asks && question(agent).then(({ id }) => asking.answer(id, { answer: 'sqlite' }));
        const response = await fetch(`${server.url}/mcp?agent=${agent}`, {
          method,
          headers,
          ...(method === 'POST' && { body: JSON.stringify(body) }),
        });
        expect([body, response.status]).toEqual([body, status]);
        const text = await response.text();
        await answering;
        if (asks) expect(text).toContain('"answer":"sqlite"');
      }
    },
  );

  it('answers what is no call of the protocol in its own words', async () => {
    const post = (body: string) =>
      fetch(`${server.url}/mcp`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
        body,
      });
    for (const body of ['{', '[]', '{"jsonrpc":"2.0","id":1,"method":"no/such"}', '{"jsonrpc":"2.0","id":1}']) {
      const response = await post(body);
      expect([body, response.status < 500, await response.text()]).toEqual([
        body,
        true,
        expect.stringContaining('error'),
      ]);
    }
    expect((await fetch(`${server.url}/mcp`)).status).toBe(405);
    expect((await fetch(`${server.url}/mcp`, { method: 'DELETE' })).status).toBe(405);
    expect((await post('"'.padEnd(2_000_000, 'x'))).status).toBe(413);
  });

  it('lets go of who waits when the server stops', async () => {
    const stopping = await TestServer.start({ databaseUrl: database.url });
    const client = await connectMcp('SDK 2, 2026-07-28', new URL(`${stopping.url}/mcp?agent=stopping`));
    const answer = client.call('ask_human', { question: 'Go?', wait_seconds: 60 });
    await question('stopping');
    await stopping.stop();
    expect((await answer).structuredContent).toMatchObject({ status: 'pending' });
    await client.close();
  });
});
