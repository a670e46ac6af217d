/** Messages to agents: kept until they are read, read once, and shown as read. */
import { BinnacleClient } from '@binnacle/client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

interface Message {
  readonly id: string;
  readonly text: string;
  readonly read_at: string | null;
  readonly read_by: string | null;
}

describe('messages to agents', () => {
  let database: TestDatabase;
  let server: TestServer;
  let count = 0;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const agent = () => `told-${count++}`;
  const pathOf = (id: string) => `/api/v1/agents/${id}/messages`;
  const send = async (id: string, body: object, headers = {}): Promise<[number, Message & { code?: string }]> => {
    const response = await server.post(pathOf(id), body, headers);
    return [response.status, (await response.json()) as Message & { code?: string }];
  };
  const list = async (id: string, query = ''): Promise<Message[]> =>
    (await server.json<{ data: Message[] }>(`${pathOf(id)}${query}`)).data;
  const read = async (id: string): Promise<Message[]> => {
    for (;;) {
      const found = await list(id);
      if (found.every(({ read_at }) => read_at !== null)) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('are read by the agent once, oldest first, and then shown as read', async () => {
    const id = agent();
    for (const text of ['first', 'second']) expect((await send(id, { text, sent_by: 'Ada' }))[0]).toBe(201);
    expect((await list(id)).map(({ text, read_at }) => [text, read_at])).toEqual([
      ['second', null],
      ['first', null],
    ]);
    expect((await list(id, '?wait=0')).map(({ text }) => text)).toEqual(['first', 'second']);
    expect(await read(id)).toMatchObject([{ read_by: 'rest' }, { read_by: 'rest' }]);
    expect(await list(id, '?wait=0')).toEqual([]);
    const { data } = await server.json<{ data: { type: string; payload: object }[] }>(
      `/api/v1/events?agent_id=${id}&order=asc`,
    );
    expect(data.map(({ type }) => type)).toEqual([
      'user:message_sent',
      'user:message_sent',
      'user:message_read',
      'user:message_read',
    ]);
    expect(data[0]).toMatchObject({ payload: { text: 'first', by: 'Ada' } });
  });

  it('end a wait at once', async () => {
    const id = agent();
    const waiting = list(id, '?wait=20');
    // Another agent's message wakes nobody.
    await send(agent(), { text: 'not for you' });
    await send(id, { text: 'hurry' });
    expect(await waiting).toMatchObject([{ text: 'hurry' }]);
  });

  it('sent again under the same key are one, and the key means one thing', async () => {
    const id = agent();
    const key = { 'idempotency-key': 'k' };
    const [, first] = await send(id, { text: 'once' }, key);
    expect((await send(id, { text: 'once' }, key))[1].id).toBe(first.id);
    expect(await send(id, { text: 'twice' }, key)).toMatchObject([409, { code: 'idempotency_conflict' }]);
    expect(await list(id)).toHaveLength(1);
  });

  it('for one session are left to it', async () => {
    const id = agent();
    await send(id, { text: 'for run 1', session_id: 'run-1' });
    await send(id, { text: 'for all' });
    expect((await list(id, '?wait=0&session_id=run-2')).map(({ text }) => text)).toEqual(['for all']);
    expect((await list(id, '?wait=0&session_id=run-1')).map(({ text }) => text)).toEqual(
      expect.arrayContaining(['for run 1']),
    );
  });

  it('are given by the SDK as they come, each once, also through a restart', async () => {
    const id = agent();
    const port = await TestServer.start({ databaseUrl: database.url });
    const client = new BinnacleClient({ url: port.url, agentId: id });
    await send(id, { text: 'before' });
    expect(await client.agent(id).unreadMessages()).toMatchObject([{ text: 'before', sentBy: expect.any(String) }]);
    const ending = new AbortController();
    const heard: string[] = [];
    const listening = (async () => {
      for await (const { text } of client.messages({ signal: ending.signal })) {
        heard.push(text);
        if (text === 'last') return;
      }
    })();
    await send(id, { text: 'while running' });
    while (heard.length < 1) await new Promise((resolve) => setTimeout(resolve, 20));
    await port.kill();
    await send(id, { text: 'while away' });
    const again = await TestServer.start({ databaseUrl: database.url, port: port.port });
    await send(id, { text: 'last' });
    await listening;
    expect(heard).toEqual(['while running', 'while away', 'last']);
    await client.close();
    await again.stop();
  }, 30_000);

  it.each([
    [{}, 'field_invalid'],
    [{ text: ' ' }, 'field_invalid'],
    [{ text: 'x'.repeat(65_537) }, 'field_too_long'],
    [{ text: 'a\0b' }, 'unstorable_text'],
    [{ text: 'a', session_id: 'x'.repeat(257) }, 'field_too_long'],
  ])('refuse %.60j', async (body, code) => {
    expect(await send(agent(), body)).toMatchObject([400, { code }]);
  });

  it('are bounded while nobody reads them', async () => {
    const id = agent();
    for (let batch = 0; batch < 10; batch++)
      await Promise.all(Array.from({ length: 100 }, (_, index) => send(id, { text: `${batch}-${index}` })));
    expect(await send(id, { text: 'one more' })).toMatchObject([409, { code: 'too_many_messages' }]);
    await list(id, '?wait=0&limit=1');
    while ((await send(id, { text: 'room again' }))[0] !== 201) await new Promise((resolve) => setTimeout(resolve, 20));
  });
});
