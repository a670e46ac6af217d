/** A plugin that misbehaves in every hook: each fault stays in its own place, and everything else goes on. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';

const SERVE = path.resolve(import.meta.dirname, '../fixtures/plugins/serve.mjs');

describe('a hostile plugin', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({
      databaseUrl: database.url,
      main: SERVE,
      env: { PLUGINS: 'hostile', LOG_LEVEL: 'silent' },
    });
    await server.send({ type: 'agent:started', agent_id: 'ada', payload: { task: 'count' } });
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const panel = (page: string, id: string) =>
    new RegExp(`<section[^>]*id="p-${id}"[\\s\\S]*?</section>`).exec(page)?.[0] ?? '';

  it.each([
    ['no-start', /This panel failed[\s\S]*initial broke/],
    ['fifty-megabytes', /50000007 characters; the budget is 2000000/],
    ['text-view', /something else than html/],
    ['null-view', /something else than html/],
    ['odd-delta', /<p>fine<\/p>/],
    ['bad-delta', /<p>fine<\/p>/],
    ['event-log', /agent:started/],
  ])('leaves the page whole: %s', async (id, shown) => {
    const response = await server.get('/');
    expect(response.status).toBe(200);
    const page = await response.text();
    expect(page.length).toBeLessThan(500_000);
    expect(panel(page, id)).toMatch(shown);
  });

  it('leaves the others live, with whole frames where its deltas are garbage', async () => {
    const stream = await SseClient.open(`${server.url}/events`);
    await server.send({ type: 'tool:called', payload: { tool_name: 'the-next-one' } });
    await stream.until((messages) => messages.some(({ data }) => data.includes('the-next-one')));
    await stream.until((messages) => messages.some(({ data }) => data.includes('id="p-odd-delta"')));
    await stream.until((messages) => messages.some(({ data }) => data.includes('id="p-bad-delta"')));
    expect(stream.messages.every(({ data }) => data.length < 500_000)).toBe(true);
    stream.close();
  });

  it('loses and changes no event', async () => {
    const events = Array.from({ length: 300 }, (_, n) => ({ id: `n${n}`, type: 'tool:called', payload: { n } }));
    expect(await server.send(events)).toMatchObject({ accepted: 300 });
    expect(await server.json('/api/v1/events/n299')).toMatchObject({ type: 'tool:called', payload: { n: 299 } });
  });

  it('leaves pages of agents there: tabs that never end or give nothing, actions that can not say whom they are for', async () => {
    const page = await (await server.get('/agents/ada?tab=events')).text();
    expect(page).toContain('agent:started');
    expect(page).not.toContain('Never</button>');
    expect(await (await server.get('/agents/ada?tab=nothing')).text()).toContain('something else than html');
    expect(await (await server.get('/agents/ada?tab=endless')).text()).toContain('took more than 5 s');
  });

  it('is told with every fault on the Plugins page', async () => {
    const page = await (await server.get('/plugins')).text();
    for (const id of [
      'no-start',
      'fifty-megabytes',
      'text-view',
      'bad-delta',
      'no-choices',
      'garbage',
      'endless',
      'never',
    ]) {
      expect(page).toMatch(new RegExp(`id="part-\\w+-${id}"[\\s\\S]*?is-bad`));
    }
  });
});
