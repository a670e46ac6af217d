/** The query language over REST and the raw stream. What it means is held by property tests beside the code. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';

describe('queries', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
    await server.send([
      { id: 'fast', type: 'tool:completed', agent_id: 'a', payload: { tool_name: 'bash', duration_ms: 20 } },
      {
        id: 'slow',
        type: 'tool:completed',
        agent_id: 'a',
        node_id: 'n',
        payload: { tool_name: 'bash', duration_ms: 2_000 },
      },
      {
        id: 'refused',
        type: 'tool:failed',
        agent_id: 'b',
        parent_id: 'p',
        payload: { tool_name: 'curl', error: 'Connection refused' },
      },
      {
        id: 'done',
        type: 'agent:completed',
        agent_id: 'b',
        timestamp: '2026-01-01T00:00:00Z',
        payload: { result: '100%' },
      },
    ]);
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const list = (query: string, more = '') =>
    server.get(`/api/v1/events?order=asc&query=${encodeURIComponent(query)}${more}`);
  const ids = async (query: string, more = '') => {
    const { data } = (await (await list(query, more)).json()) as { data: { id: string }[] };
    return data.map(({ id }) => id);
  };

  it.each([
    ['payload.tool_name=bash', ['fast', 'slow']],
    ['payload.duration_ms>=1000', ['slow']],
    ['agent:a -payload.duration_ms>=1000', ['fast']],
    ['"connection refused"', ['refused']],
    ['CONNECTION type:tool:*', ['refused']],
    ['"100%"', ['done']],
    ['"1__"', []],
    ['-type:tool:*', ['done']],
    ['node:n', ['slow']],
    ['parent:p', ['refused']],
    ['agent:a,b id:slow,done', ['slow', 'done']],
    ['to:2026-02-01', ['done']],
    ['agent:a agent:b', []],
  ])('%s', async (query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });

  it('holds beside the plain parameters', async () => {
    expect(await ids('payload.tool_name=bash', '&agent_id=a&type=tool:*')).toEqual(['fast', 'slow']);
    expect(await ids('agent:a', '&agent_id=b')).toEqual([]);
    expect(await ids('type:tool:*', '&type=agent:*')).toEqual([]);
    expect(await ids('', '&node_id=n')).toEqual(['slow']);
    expect(await ids('', '&parent_id=p')).toEqual(['refused']);
  });

  it('pages without repeating or skipping', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { data: { id: string }[]; next_cursor: string | null } = (await (
        await list('-type:agent:started', `&limit=1${cursor && `&cursor=${cursor}`}`)
      ).json()) as never;
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(['fast', 'slow', 'refused', 'done']);
  });

  it('refuses a mistake at its character', async () => {
    const response = await list('type:tool:* agnet:x');
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { code: 'invalid_query', parameter: 'query', position: 13, detail: expect.stringContaining('agnet') },
    ]);
    expect((await server.get('/api/v1/events?query=agent:a&query=agent:b')).status).toBe(400);
  });

  it('selects in the raw stream, history and live', async () => {
    const query = encodeURIComponent('payload.duration_ms>=1000');
    const stream = await SseClient.open(`${server.url}/api/v1/events/stream?after=0&query=${query}`);
    await stream.until((messages) => messages.length === 1);
    await server.send([
      { id: 'live-fast', type: 'tool:completed', payload: { duration_ms: 1 } },
      { id: 'live-slow', type: 'tool:completed', payload: { duration_ms: 5_000 } },
    ]);
    await stream.until((messages) => messages.length === 2);
    expect(stream.messages.map(({ data }) => JSON.parse(data).id)).toEqual(['slow', 'live-slow']);
    stream.close();
  });
});
