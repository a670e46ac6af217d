/** Plugins of a third party in the production server: what works, and what a faulty one can and can't break. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';

const SERVE = path.resolve(import.meta.dirname, '../fixtures/plugins/serve.mjs');

describe('plugins of a third party', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url, main: SERVE, env: { PLUGINS: 'acme broken' } });
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const send = async (...events: unknown[]) => {
    const response = await fetch(`${server.url}/api/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(events),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as { accepted: number; filtered?: number };
  };
  const page = async (query = '') => (await fetch(`${server.url}/${query}`)).text();
  const panel = (text: string, id: string) =>
    new RegExp(`<section[^>]*id="p-${id}"[\\s\\S]*?</section>`).exec(text)?.[0];

  it('show their panels on the page and live, with what they inject', async () => {
    const stream = await SseClient.open(`${server.url}/events`);
    await send({ type: 'tool:called', payload: { tool_name: 'grep' } });
    await stream.until((messages) => messages.some(({ data }) => data.includes('grep at 0.25')));
    stream.close();
    expect(panel(await page(), 'spend')).toContain('grep at 0.25');
  });

  it('change and drop events before the archive', async () => {
    const answer = await send(
      { id: 'dropped', type: 'user:heartbeat' },
      { id: 'changed', type: 'agent:started', agent_id: 'ada@example.com' },
    );
    expect(answer).toMatchObject({ accepted: 1, filtered: 1 });
    expect((await fetch(`${server.url}/api/v1/events/dropped`)).status).toBe(404);
    const stored = await (await fetch(`${server.url}/api/v1/events/changed`)).text();
    expect(stored).toMatch(/"agent_id":"[0-9a-f]{8}"/);
    expect(await page()).not.toContain('ada@example.com');
  });

  it('filter a view by the URL, for that view only', async () => {
    await send({ type: 'agent:started', agent_id: 'one' }, { type: 'agent:started', agent_id: 'two' });
    const [one, two] = ['one', 'two'].map((id) => createHash('sha256').update(id).digest('hex').slice(0, 8));
    const filtered = await page(`?agent=${one}`);
    const log = panel(filtered, 'event-log');
    expect(log).toContain(one);
    expect(log).not.toContain(two);
    expect(panel(await page(), 'event-log')).toContain(two);
  });

  it('that fail show an error card in their own place, as text, and the others go on', async () => {
    const stream = await SseClient.open(`${server.url}/events`);
    await send({ type: 'tool:called', payload: { tool_name: 'after-the-fault' } });
    await stream.until((messages) => messages.some(({ data }) => data.includes('after-the-fault,grep at 0.25')));
    stream.close();
    const text = await page();
    expect(panel(text, 'bad-view')).toContain('boom &lt;b&gt;bold&lt;/b&gt;');
    expect(panel(text, 'bad-reducer')).toMatch(/\d+ events? could not be read by this panel/);
    expect(panel(text, 'async-view')).toMatch(/returned a promise/);
    for (const id of ['spend', 'event-log', 'agent-status']) expect(panel(text, id)).not.toContain('boom');
  });

  it('whose ingest filter throws let the event through', async () => {
    expect(await send({ id: 'through', type: 'agent:started' })).toMatchObject({ accepted: 1 });
    expect((await fetch(`${server.url}/api/v1/events/through`)).status).toBe(200);
  });

  it.each([
    ['duplicate_plugin', 'acme acme', /plugin acme is defined twice/],
    ['duplicate_plugin', 'copycat', /panel event-log is defined twice \(from .*copycat/],
    ['plugin_incompatible', 'future', /future.*\^9\.0/],
    ['plugin_dependency_missing', 'needy', /needy.*PriceBook/],
    ['invalid_plugin', 'misnamed', /Not An Id/],
  ])('stop the start by %s (%s), naming the plugin', async (code, plugins, message) => {
    const start = TestServer.start({ databaseUrl: database.url, main: SERVE, env: { PLUGINS: plugins } });
    await expect(start).rejects.toThrow(message);
    await expect(start).rejects.toThrow(code);
  });
});
