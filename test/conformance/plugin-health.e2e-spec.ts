/** Plugins that fail or take too long too often: switched off with a reason, seen on the Plugins page, switched on again. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';

const SERVE = path.resolve(import.meta.dirname, '../fixtures/plugins/serve.mjs');

interface Plugins {
  readonly data: readonly {
    readonly id: string;
    readonly version: string;
    readonly parts: readonly {
      readonly id: string;
      readonly kind: string;
      readonly events: { readonly calls: number; readonly total_ms: number };
      readonly failures: number;
      readonly off: { readonly reason: string } | null;
    }[];
  }[];
}

describe('the health of plugins', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url, main: SERVE, env: { PLUGINS: 'slow broken' } });
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const part = async (id: string) =>
    (await server.json<Plugins>('/api/v1/plugins')).data.flatMap(({ parts }) => parts).find((one) => one.id === id);
  const until = async (holds: () => Promise<boolean>) => {
    for (const deadline = Date.now() + 15_000; !(await holds()); ) {
      if (Date.now() > deadline) throw new Error(`waited for nothing:\n${server.log}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const panel = async (id: string) =>
    new RegExp(`<section[^>]*id="p-${id}"[\\s\\S]*?</section>`).exec(await (await server.get('/')).text())?.[0] ?? '';
  const slowEvents = (count: number) => server.send(Array.from({ length: count }, () => ({ type: 'slow:event' })));

  it('lists every plugin with its parts and what they cost', async () => {
    const { data } = await server.json<Plugins>('/api/v1/plugins');
    expect(data.map(({ id, version }) => [id, version])).toEqual(
      expect.arrayContaining([
        ['binnacle-core', expect.any(String)],
        ['slow', '0.3.0'],
        ['broken', '0.0.0'],
      ]),
    );
    const slow = data.find(({ id }) => id === 'slow');
    expect(slow?.parts.map(({ id, kind }) => [id, kind])).toEqual([
      ['lazy-reducer', 'panel'],
      ['lazy-view', 'panel'],
    ]);
    await server.send({ type: 'tool:called', payload: { tool_name: 'grep' } });
    await until(async () => ((await part('event-log'))?.events.calls ?? 0) > 0);
    expect((await part('mask-secrets'))?.kind).toBe('ingest filter');
  });

  it('switches a reducer off that makes everyone wait, and says so in its card', async () => {
    const stream = await SseClient.open(`${server.url}/events`);
    await slowEvents(40);
    await until(async () => (await part('lazy-reducer'))?.off !== null);
    // Five slow events, not forty.
    expect((await part('lazy-reducer'))?.events.calls).toBe(5);
    await stream.until((messages) => messages.some(({ data }) => data.includes('is switched off')));
    stream.close();
    expect(await panel('lazy-reducer')).toMatch(/switched off:<\/strong> it took more than 50 ms for each of 5 events/);
    // Off, it costs nothing: what comes now is answered at once.
    await slowEvents(20);
    expect((await part('lazy-reducer'))?.events.calls).toBe(5);
  });

  it('switches a view off that takes too long', async () => {
    const stream = await SseClient.open(`${server.url}/events`);
    for (let round = 0; (await part('lazy-view'))?.off === null && round < 60; round++) {
      await server.send({ type: 'slow:view' });
      await panel('lazy-view');
    }
    stream.close();
    expect((await part('lazy-view'))?.off?.reason).toMatch(/its view took more than 250 ms 5 times/);
  }, 60_000);

  it('switches off what fails too often; ingest and the others go on', async () => {
    await server.send(Array.from({ length: 150 }, () => ({ type: 'tool:called' })));
    await until(async () => (await part('bad-reducer'))?.off !== null);
    expect((await part('bad-filter'))?.off?.reason).toMatch(/it failed 100 times within a minute/);
    expect(await server.send({ id: 'after', type: 'agent:started', agent_id: 'unharmed' })).toMatchObject({
      accepted: 1,
    });
    await until(async () => (await panel('event-log')).includes('unharmed'));
  });

  it('shows all of it on the Plugins page, with a way to switch on again', async () => {
    const page = await (await server.get('/plugins')).text();
    expect(page).toMatch(/lazy-reducer[\s\S]*?switched off[\s\S]*?value="panel:lazy-reducer"/);
    expect(page).toContain('boom &lt;b&gt;bold&lt;/b&gt;');
    expect(page).not.toContain('<b>bold');
    const press = (source: string) =>
      server.post('/plugins/switch-on', `source=${encodeURIComponent(source)}`, {
        'content-type': 'application/x-www-form-urlencoded',
      });
    const stream = await SseClient.open(`${server.url}/events`);
    const answer = await press('panel:lazy-view');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/plugins']);
    // Screens come back for a fold that has what it missed.
    await until(async () => stream.ended);
    expect((await part('lazy-view'))?.off).toBeNull();
    expect((await press('panel:lazy-view')).status).toBe(303);
    expect((await press('panel:nobody')).status).toBe(404);
  });
});
