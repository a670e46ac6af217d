/** What a call of a model costs when its sender told tokens and no cost: computed, said to be computed, never zero for want of a price. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

interface Answer {
  readonly payload: Readonly<Record<string, unknown>>;
}

describe('the cost of a model:response', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
    await server.send([
      response('known', { model: 'gpt-4o', input_tokens: 1_000_000, output_tokens: 100_000 }),
      response('unlisted', { model: 'made-here-1', input_tokens: 1_000_000, output_tokens: 100_000 }),
      response('told', { model: 'gpt-4o', input_tokens: 1_000_000, output_tokens: 100_000, cost_usd: 0 }),
      // With one that closes what its agent left open: both go by a transaction.
      { type: 'agent:completed', agent_id: 'ada', session_id: 'mixed', payload: {} },
      response('mixed', { model: 'gpt-4o', input_tokens: 2_000_000, output_tokens: 0 }),
    ]);
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const response = (session: string, payload: object) => ({
    id: `response-${session}`,
    type: 'model:response',
    agent_id: 'ada',
    session_id: session,
    payload,
  });
  const stored = async (session: string) => (await server.json<Answer>(`/api/v1/events/response-${session}`)).payload;
  const sums = async (session: string) => {
    const { data } = await server.json<{ data: { id: string; cost_usd: number | null; unpriced: number }[] }>(
      '/api/v1/sessions',
    );
    const found = data.find(({ id }) => id === session);
    return [found?.cost_usd, found?.unpriced];
  };

  it('is that of its tokens by the price book, and marked as computed, by which list', async () => {
    const computed = { cost_basis: 'computed', price_list: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) };
    expect(await stored('known')).toMatchObject({ cost_usd: 3.5, ...computed });
    expect(await stored('mixed')).toMatchObject({ cost_usd: 5, ...computed });
    expect(await sums('known')).toEqual([3.5, 0]);
  });

  it('is unknown, not zero, for a model without a price', async () => {
    const payload = await stored('unlisted');
    expect(payload.cost_usd).toBeUndefined();
    expect(payload.cost_basis).toBeUndefined();
    expect(await sums('unlisted')).toEqual([null, 1]);
    const page = await (await server.get('/sessions/unlisted')).text();
    expect(page).toContain('1 call of unknown cost');
    expect(page).not.toMatch(/\$0(\.0+)?\b/);
  });

  it('is what the sender told, 0 too', async () => {
    expect(await stored('told')).toEqual({
      model: 'gpt-4o',
      input_tokens: 1_000_000,
      output_tokens: 100_000,
      cost_usd: 0,
    });
    expect(await sums('told')).toEqual([0, 0]);
  });
});
