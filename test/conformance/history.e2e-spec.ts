import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

interface Page {
  readonly data: { readonly id: string; readonly seq: string; readonly type: string }[];
  readonly next_cursor: string | null;
  readonly prev_cursor: string | null;
  readonly has_more: boolean;
}

describe('GET /api/v1/events', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
    const types = ['agent:started', 'tool:called', 'tool:failed', 'model:request'];
    await server.send(
      Array.from({ length: 250 }, (_, index) => ({
        id: `e${index}`,
        type: types[index % 4],
        timestamp: Date.UTC(2026, 0, 1) + index * 60_000,
        agent_id: `agent-${index % 3}`,
        session_id: index < 100 ? 's1' : 's2',
        graph_id: index % 2 ? 'g1' : null,
      })),
    );
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const page = (query: string) => server.json<Page>(`/api/v1/events?${query}`);
  const all = async (query: string): Promise<string[]> => {
    const ids: string[] = [];
    let cursor = '';
    for (let guard = 0; guard < 100; guard++) {
      const { data, next_cursor, has_more } = await page(`${query}${cursor}`);
      ids.push(...data.map(({ id }) => id));
      expect(has_more).toBe(next_cursor !== null);
      if (!next_cursor) return ids;
      cursor = `&cursor=${next_cursor}`;
    }
    throw new Error('the pages never end');
  };
  const expected = (keep: (index: number) => boolean) =>
    Array.from({ length: 250 }, (_, index) => index)
      .filter(keep)
      .map((index) => `e${index}`);

  it('gives the newest 100 first and a cursor to the rest', async () => {
    const { data, has_more } = await page('');
    expect(data).toHaveLength(100);
    expect(data[0]?.id).toBe('e249');
    expect(has_more).toBe(true);
    expect(await all('limit=7')).toEqual(expected(() => true).reverse());
  });

  it.each([
    ['type=agent:*', (index: number) => index % 4 === 0],
    ['type=agent:*,tool:failed', (index: number) => index % 4 === 0 || index % 4 === 2],
    ['type=agent:*&type=tool:failed', (index: number) => index % 4 === 0 || index % 4 === 2],
    ['agent_id=agent-1', (index: number) => index % 3 === 1],
    ['session_id=s1', (index: number) => index < 100],
    ['graph_id=g1', (index: number) => index % 2 === 1],
    ['from=2026-01-01T01:00:00Z&to=2026-01-01T02:00:00Z', (index: number) => index >= 60 && index < 120],
    [
      'agent_id=agent-0&session_id=s2&type=tool:*',
      (index: number) => index % 3 === 0 && index >= 100 && [1, 2].includes(index % 4),
    ],
  ])('filters by %s', async (query, keep) => {
    expect(await all(`${query}&order=asc&limit=33`)).toEqual(expected(keep));
  });

  it('neither skips nor repeats while new events arrive', async () => {
    const first = await page('limit=100');
    await server.send([{ id: 'late', type: 'tool:called', agent_id: 'late' }]);
    const second = await page(`limit=100&cursor=${first.next_cursor}`);
    expect(second.data[0]?.id).toBe('e149');
    const response = await server.get('/api/v1/events?limit=2&type=tool:called');
    const [, next] = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '') ?? [];
    const linked = await server.json<Page>(next ?? '');
    expect(linked.data).toHaveLength(2);
  });

  it.each(['asc', 'desc'])('leads back over the same pages in order %s', async (order) => {
    const query = `order=${order}&limit=40&type=agent:*`;
    const pages: Page[] = [await page(query)];
    while (pages.at(-1)?.next_cursor) pages.push(await page(`${query}&cursor=${pages.at(-1)?.next_cursor}`));
    expect(pages.length).toBeGreaterThan(1);
    for (let index = pages.length - 1; index > 0; index--) {
      const back = await page(`${query}&cursor=${pages[index]?.prev_cursor}`);
      expect(back).toEqual({ ...pages[index - 1], has_more: true });
    }
    const empty = { data: [], next_cursor: null, prev_cursor: null, has_more: false };
    expect(await page(`${query}&cursor=${pages[0]?.prev_cursor}`)).toEqual(empty);
  });

  it('leads back from the newest page to what came since', async () => {
    const newest = await page('limit=3');
    await server.send([1, 2].map((index) => ({ id: `since-${index}`, type: 'tool:called', agent_id: 'late' })));
    const response = await server.get(`/api/v1/events?limit=3&cursor=${newest.prev_cursor}`);
    const since = (await response.json()) as Page;
    expect(since.data.map(({ id }) => id)).toEqual(['since-2', 'since-1']);
    expect(await page(`limit=3&cursor=${since.next_cursor}`)).toEqual(newest);
    expect(response.headers.get('link')).toMatch(/^<[^>]+>; rel="next", <[^>]+>; rel="prev"$/);
  });

  it('carries seq as a decimal string', async () => {
    const { data } = await page('limit=1');
    expect(data[0]?.seq).toMatch(/^\d+$/);
  });

  it.each([
    ['limit=0', 'invalid_query', /`limit` must be 1 to 1000/],
    ['limit=1001', 'invalid_query', /`limit`/],
    ['order=up', 'invalid_query', /`order` must be asc or desc/],
    ['from=yesterday', 'invalid_query', /`from`/],
    ['type=Agent', 'invalid_pattern', /"Agent"/],
    ['agent=x', 'invalid_query', /`agent` is no parameter here/],
    ['limit=1&limit=2', 'invalid_query', /`limit` may be given once/],
    ['cursor=nonsense', 'invalid_cursor', /`cursor`/],
    [`agent_id=${'x'.repeat(257)}`, 'invalid_query', /at most 256/],
    ['agent_id=%00', 'invalid_query', /`agent_id`/],
  ])('refuses %s', async (query, code, detail) => {
    const response = await server.get(`/api/v1/events?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code, detail: expect.stringMatching(detail) });
  });

  it('refuses a cursor of the other direction', async () => {
    const { next_cursor } = await page('limit=1&order=asc');
    const response = await server.get(`/api/v1/events?order=desc&cursor=${next_cursor}`);
    expect(await response.json()).toMatchObject({ code: 'invalid_cursor' });
  });

  it('gives one event by id, or 404', async () => {
    expect(await server.json('/api/v1/events/e7')).toMatchObject({ id: 'e7', type: 'model:request' });
    const missing = await server.get('/api/v1/events/nope%00');
    expect([missing.status, ((await missing.json()) as { code: string }).code]).toEqual([404, 'event_not_found']);
  });
});
