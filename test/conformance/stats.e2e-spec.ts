import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

interface Sums {
  readonly key: string | null;
  readonly other: boolean;
  readonly events: number;
  readonly errors: number;
  readonly p95_duration_ms: number | null;
  readonly input_tokens: number | null;
  readonly cost_usd: number | null;
}
interface Stats {
  readonly from: string;
  readonly to: string;
  readonly step: string;
  readonly through: string;
  readonly totals: readonly Sums[];
  readonly data: readonly (Sums & { readonly bucket: string })[];
}
interface Entity {
  readonly id: string;
  readonly state: string;
  readonly events: number;
  readonly open_questions: number;
  readonly agent_id: string | null;
}
interface Page {
  readonly data: readonly Entity[];
  readonly next_cursor: string | null;
}

const NOON = Date.UTC(2026, 0, 15, 12);
const DAY = 'from=2026-01-15&to=2026-01-16';

describe('what the events add up to', () => {
  let database: TestDatabase;
  let server: TestServer;
  let last: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
    const call = (index: number) => ({
      type: index % 10 === 0 ? 'tool:failed' : 'tool:completed',
      timestamp: NOON + index * 60_000,
      agent_id: `agent-${index % 4}`,
      session_id: `run/${index % 25}`,
      payload: { tool_name: index % 2 ? 'bash' : 'grep', duration_ms: index * 10 },
    });
    await server.send(Array.from({ length: 200 }, (_, index) => call(index)));
    ({ last_seq: last } = await server.send([
      {
        type: 'model:response',
        timestamp: NOON,
        agent_id: 'agent-0',
        payload: { model: 'opus', input_tokens: 1_200, cost_usd: 0.25 },
      },
      {
        type: 'agent:blocked',
        timestamp: NOON + 1,
        agent_id: 'agent-0',
        session_id: 'run/0',
        payload: { question: 'Go?', msg_id: 'm1' },
      },
    ]));
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const stats = (query: string) => server.json<Stats>(`/api/v1/stats?${query}`);

  it('has everything that was acknowledged before the question', async () => {
    const { totals, through } = await stats(DAY);
    expect(through).toBe(last);
    expect(totals).toMatchObject([
      { key: null, other: false, events: 202, errors: 20, input_tokens: 1_200, cost_usd: 0.25 },
    ]);
    await server.send([{ type: 'user:message', timestamp: NOON }]);
    expect((await stats(DAY)).totals[0]?.events).toBe(203);
  });

  it('is by time: whole steps, and only those with events', async () => {
    const { data, from, to, step } = await stats('from=2026-01-15T12:30Z&to=2026-01-15T14:10Z&step=1h&type=tool:*');
    expect({ from, to, step }).toEqual({
      from: '2026-01-15T12:00:00.000Z',
      to: '2026-01-15T15:00:00.000Z',
      step: '1h',
    });
    expect(data.map(({ bucket, events }) => [bucket, events])).toEqual([
      ['2026-01-15T12:00:00.000Z', 60],
      ['2026-01-15T13:00:00.000Z', 60],
      ['2026-01-15T14:00:00.000Z', 60],
    ]);
    const minutes = await stats('from=2026-01-15T12:00Z&to=2026-01-15T12:05Z&type=tool:*');
    expect([minutes.step, minutes.data.length]).toEqual(['1m', 5]);
  });

  it.each([
    ['by=tool', ['bash', 'grep']],
    ['by=model', ['opus']],
    ['by=category', ['tool', 'agent', 'model', 'user']],
    ['by=agent&limit=2', ['agent-0', 'agent-1', null]],
    ['by=type&type=tool:*', ['tool:completed', 'tool:failed']],
  ])('is told apart %s', async (query, keys) => {
    const { totals } = await stats(`${DAY}&${query}`);
    const found = totals.map(({ key }) => key);
    expect(query.includes('category') ? [...found].sort() : found).toEqual(
      query.includes('category') ? [...keys].sort() : keys,
    );
  });

  it.each([
    ['agent_id=agent-1', 50],
    ['session_id=run/3', 8],
    ['tool=bash', 100],
    ['model=opus', 1],
    ['category=agent', 1],
    ['agent_id=nobody', undefined],
  ])('is of one value: %s', async (query, events) => {
    expect((await stats(`${DAY}&${query}`)).totals[0]?.events).toBe(events);
  });

  it('has percentiles within 5 %', async () => {
    const { totals } = await stats(`${DAY}&tool=bash`);
    expect(Math.abs((totals[0]?.p95_duration_ms ?? 0) - 1_890)).toBeLessThan(1_890 * 0.06);
  });

  it.each([
    ['by=colour', /`by` must be one of type, category/],
    ['step=2h', /`step` must be one of 1m/],
    ['step=1m&by=agent', /`step` must be 1h or more/],
    ['from=2020-01-01&step=1m', /the limit is 2000/],
    ['from=2026-01-02&to=2026-01-01', /`from` must be before/],
    ['agent_id=a&tool=b', /`tool` can't be asked for beside `agent_id`/],
    ['by=tool&agent_id=a', /`by` goes with one dimension/],
    ['type=tool:*&by=agent', /`type` goes with/],
    ['limit=101', /`limit` must be 1 to 100/],
    ['agent=a', /`agent` is no parameter here/],
    ['agent_id=%00', /`agent_id`/],
  ])('refuses %s', async (query, detail) => {
    const response = await server.get(`/api/v1/stats?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'invalid_query', detail: expect.stringMatching(detail) });
  });

  describe('agents, sessions and graphs', () => {
    const all = async (address: string): Promise<string[]> => {
      const ids: string[] = [];
      for (let cursor = ''; ; ) {
        const { data, next_cursor } = await server.json<Page>(`${address}${cursor}`);
        ids.push(...data.map(({ id }) => id));
        if (!next_cursor) return ids;
        cursor = `&cursor=${next_cursor}`;
      }
    };

    it('are paged, the last active first', async () => {
      expect(await all('/api/v1/agents?limit=3')).toEqual(['agent-0', 'agent-3', 'agent-2', 'agent-1']);
      const sessions = await all('/api/v1/sessions?limit=7');
      expect(sessions).toHaveLength(25);
      expect(new Set(sessions).size).toBe(25);
      expect(await all('/api/v1/graphs?limit=7')).toEqual([]);
    });

    it('say their state, sums and open questions', async () => {
      expect(await server.json('/api/v1/agents/agent-0')).toMatchObject({
        state: 'waiting',
        events: 52,
        errors: 10,
        open_questions: 1,
        input_tokens: 1_200,
        output_tokens: null,
        cost_usd: 0.25,
      });
      expect(await server.json('/api/v1/sessions/run%2F0')).toMatchObject({ open_questions: 1, agent_id: 'agent-0' });
      const waiting = await server.json<Page>('/api/v1/agents?state=waiting');
      expect(waiting.data.map(({ id }) => id)).toEqual(['agent-0']);
      const of = await server.json<Page>('/api/v1/sessions?agent_id=agent-1');
      expect(new Set(of.data.map(({ agent_id }) => agent_id))).toEqual(new Set(['agent-1']));
    });

    it('have their events, with every filter of events, and pages that stay theirs', async () => {
      const first = await server.get('/api/v1/agents/agent-1/events?limit=2&type=tool:*');
      expect(((await first.json()) as Page).data).toHaveLength(2);
      const [, next] = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '') ?? [];
      expect(next).toContain('/api/v1/agents/agent-1/events');
      const second = await server.json<{ data: { agent_id: string }[] }>(next ?? '');
      expect(second.data.map(({ agent_id }) => agent_id)).toEqual(['agent-1', 'agent-1']);
      const session = await server.json<Page>('/api/v1/sessions/run%2F3/events');
      expect(session.data).toHaveLength(8);
    });

    it.each([
      ['/api/v1/agents/nobody', 404, 'entity_not_found'],
      ['/api/v1/agents/%00', 404, 'entity_not_found'],
      ['/api/v1/agents?state=bored', 400, 'invalid_query'],
      ['/api/v1/agents?agent_id=a', 400, 'invalid_query'],
      ['/api/v1/agents?cursor=x', 400, 'invalid_cursor'],
      ['/api/v1/agents?limit=0', 400, 'invalid_query'],
      ['/api/v1/agents/a/events?agent_id=b', 400, 'invalid_query'],
    ])('refuses %s', async (address, status, code) => {
      const response = await server.get(address);
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
    });
  });
});
