/** Every kind of part that a plugin may bring, each by a plugin as its author writes it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures/kinds');

interface Part {
  readonly id: string;
  readonly kind: string;
  readonly mode: string | null;
  readonly changed: number | null;
  readonly dropped: number | null;
  readonly failures: number;
}

describe('a plugin may bring', () => {
  let database: TestDatabase;
  let server: TestServer;
  let pager: Server;
  const paged: { id: string; text: string; url: string; attempt: number }[] = [];
  const start = () =>
    TestServer.start({
      databaseUrl: database.url,
      cwd: FIXTURES,
      env: {
        BINNACLE_PLUGINS: './deploys.ts,./sampling.ts,./runs.ts,./pager.ts,./acme-spans.ts',
        BINNACLE_PLUGIN_OPTIONS: JSON.stringify({ 'filter:sample': { rate: 0.5 }, 'filter:region': { name: 'eu' } }),
        BINNACLE_PAGER_URL: `http://127.0.0.1:${(pager.address() as AddressInfo).port}`,
        LOG_LEVEL: 'fatal',
      },
    });
  beforeAll(async () => {
    database = await createTestDatabase();
    pager = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        paged.push(JSON.parse(body));
        response.writeHead(paged.length === 1 ? 500 : 204).end();
      });
    });
    await new Promise<void>((resolve) => pager.listen(0, '127.0.0.1', resolve));
    server = await start();
    await server.send([
      { id: 'e1', type: 'agent:started', agent_id: 'ada', session_id: 'run 1', payload: { task: 'count' } },
      { id: 'e2', type: 'model:response', agent_id: 'ada', session_id: 'run 1', payload: { input_tokens: 7 } },
      { id: 'e3', type: 'tool:failed', agent_id: 'ada', session_id: 'run 1', payload: { tool_name: 'grep' } },
    ]);
  });
  afterAll(async () => {
    await server?.stop();
    pager?.close();
    await database?.drop();
  });

  const part = async (id: string) => {
    const { data } = await server.json<{ data: { parts: Part[] }[] }>('/api/v1/plugins');
    return data.flatMap(({ parts }) => parts).find((one) => one.id === id);
  };
  const press = (action: string, target: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/actions/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams({ target }),
    });
  const text = async (url: string) => (await server.get(url)).text();

  describe('a category', () => {
    it('whose payloads are held to its class, and which is in the filter menu with its colour', async () => {
      const send = (payload: object) => server.post('/api/v1/events', { type: 'deploy:finished', payload });
      const refused = (await (await send({ environment: 'moon', seconds: 1 })).json()) as { rejected: unknown[] };
      expect(refused.rejected).toMatchObject([
        { code: 'field_invalid', detail: expect.stringContaining('payload.environment') },
      ]);
      expect((await send({ environment: 'staging', seconds: 3, more: true })).status).toBe(200);
      const page = await text('/');
      expect(page).toContain('>Deploys</a>');
      expect(page).toContain('<span class="badge badge-teal">deploy:finished</span>');
    });
  });

  describe('ingest filters', () => {
    it('that sample whole runs by an option of the configuration, and add to payloads', async () => {
      const events = Array.from({ length: 200 }, (_, n) => ({
        type: 'noise:made',
        session_id: `s${n % 50}`,
        payload: {},
      }));
      await server.send(events);
      const { data } = await server.json<{ data: { session_id: string; payload: object }[] }>(
        '/api/v1/events?type=noise:*&limit=500',
      );
      const kept = new Map<string, number>();
      for (const { session_id: id } of data) kept.set(id, (kept.get(id) ?? 0) + 1);
      expect(kept.size).toBeGreaterThan(10);
      expect(kept.size).toBeLessThan(40);
      expect(new Set(kept.values())).toEqual(new Set([4]));
      expect(data[0]?.payload).toEqual({ region: 'eu' });
      expect(await part('sample')).toMatchObject({ kind: 'ingest filter', mode: 'on', dropped: 200 - data.length });
    });

    it('that only count in a dry run, until somebody turns them on, also after a restart', async () => {
      const send = () => server.send({ type: 'acme:secret', payload: {} });
      const count = async () => (await server.json<{ data: unknown[] }>('/api/v1/events?type=acme:secret')).data.length;
      await send();
      expect(await count()).toBe(1);
      expect(await part('drop-secrets')).toMatchObject({ mode: 'dry-run', dropped: 1 });
      const set = (id: string, mode: string) =>
        fetch(`${server.url}/plugins/mode`, {
          method: 'POST',
          redirect: 'manual',
          body: new URLSearchParams({ id, mode }),
        });
      expect((await set('drop-secrets', 'on')).status).toBe(303);
      await send();
      expect(await count()).toBe(1);
      await server.stop();
      server = await start();
      await send();
      expect([await count(), (await part('drop-secrets'))?.mode]).toEqual([1, 'on']);
      expect((await set('drop-secrets', 'sometimes')).status).toBe(400);
      expect((await set('nobody', 'off')).status).toBe(404);
    });
  });

  describe('a mapping', () => {
    it('of the spans of its own client; others are left to the built-in ones, and to nobody', async () => {
      const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
      const span = (spanId: string, name: string, ...attributes: object[]) => ({
        traceId: '0af7651916cd43dd8448eb211c80319c',
        spanId,
        name,
        startTimeUnixNano: '1795419140540000000',
        endTimeUnixNano: '1795419141540000000',
        attributes: [text('session.id', 'acme run'), ...attributes],
      });
      const spans = [
        span('00000000000000a1', 'lift', text('acme.kind', 'tool'), text('acme.call', 'c-1')),
        span('00000000000000a2', 'chat', text('gen_ai.operation.name', 'chat'), text('gen_ai.request.model', 'm')),
        span('00000000000000a3', 'rest', text('acme.kind', 'pause')),
      ];
      const sent = await server.post('/v1/traces', { resourceSpans: [{ scopeSpans: [{ spans }] }] });
      expect([sent.status, await sent.text()]).toEqual([200, '{}']);
      const { data } = await server.json<{ data: { type: string; node_id: string; payload: object }[] }>(
        '/api/v1/events?session_id=acme%20run&type=*',
      );
      const typesOf = (node: string) => data.flatMap((event) => (event.node_id === node ? event.type : [])).sort();
      expect(typesOf('00000000000000a1')).toEqual(['tool:completed', 'tool:started']);
      expect(data.find(({ type }) => type === 'tool:started')?.payload).toEqual(
        expect.objectContaining({ tool_name: 'lift', tool_use_id: 'c-1' }),
      );
      expect(typesOf('00000000000000a2')).toEqual(['model:request', 'model:response']);
      expect(typesOf('00000000000000a3')).toEqual(['otel:span']);
      expect(await part('acme')).toMatchObject({ kind: 'mapping', failures: 0 });
    });
  });

  describe('tabs', () => {
    it('of the pages of what they are for, with services of the core', async () => {
      const page = await text('/sessions/run%201?tab=cost');
      expect(page).toContain('1 answers of run 1, 7 tokens in, $0.25 a million');
      expect(page).toContain('href="/sessions/run%201?tab=cost" aria-current="page"');
      expect(await text('/agents/ada')).not.toContain('tab=cost');
    });

    it('that fail in their own place', async () => {
      const page = await text('/sessions/run%201?tab=broken');
      expect(page).toContain('no such tab data');
      expect(page).toContain('aria-label="Tabs"');
      expect((await part('broken'))?.failures).toBe(1);
      expect((await server.get('/sessions/run%201?tab=none')).status).toBe(404);
      expect((await server.get('/sessions/nobody')).status).toBe(404);
    });
  });

  describe('actions', () => {
    it('on a run, asked twice, with a service of its own; the answer is a notice or a page', async () => {
      expect(await text('/sessions/run%201')).toMatch(/Run again …[\s\S]*Start this run once more\?/);
      const patch = await press('again', 'run 1', { 'datastar-request': 'true' });
      expect([patch.status, patch.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
      expect(await patch.text()).toMatch(/selector #notices[\s\S]*Started run 1 as number 1/);
      expect(await (await press('again', 'run 1')).text()).toContain('Started run 1 as number 2');
    });

    it('on a question, on its card, which the agent then resumes by', async () => {
      const ask = (id: string, options: string[]) =>
        server.send({
          id,
          type: 'agent:blocked',
          agent_id: 'ada',
          payload: { question: `Go ${id}?`, options, msg_id: id },
        });
      await ask('q1', ['yes', 'no']);
      await ask('q2', []);
      const page = await text('/');
      expect(page.match(/Approve for the team/g)).toHaveLength(1);
      expect(await (await press('approve', 'q1', { 'datastar-request': 'true' })).text()).toContain('id="approved"');
      const question = await server.json('/api/v1/questions/q1');
      expect(question).toMatchObject({ state: 'answered', answer: 'yes', answered_by: 'the approve action' });
      expect((await press('approve', 'q2')).status).toBe(409);
    });

    it('that refuse, break, or are not there', async () => {
      const answer = async (action: string, target: string) => {
        const response = await press(action, target);
        return [response.status, ((await response.json()) as { code: string }).code];
      };
      expect(await answer('refuse', 'e1')).toEqual([409, 'action_refused']);
      expect(await answer('refuse', 'e3')).toEqual([500, 'action_failed']);
      expect((await part('refuse'))?.failures).toBe(1);
      expect(await answer('refuse', 'nothing')).toEqual([404, 'event_not_found']);
      expect(await answer('again', '\0')).toEqual([404, 'entity_not_found']);
      expect(await answer('none', 'e1')).toEqual([404, 'plugin_part_not_found']);
    });
  });

  describe('a notifier', () => {
    it('that is told of every question once, and again when it failed', async () => {
      const before = paged.length;
      await server.send({
        id: 'q9',
        type: 'agent:blocked',
        agent_id: 'bob',
        payload: { question: 'Now?', msg_id: 'q9' },
      });
      for (const deadline = Date.now() + 10_000; !paged.some(({ id }) => id === 'q9') && Date.now() < deadline; ) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect(paged.slice(before).filter(({ id }) => id === 'q9')).toMatchObject([
        { text: 'bob asks: Now?', url: `${server.url}/`, attempt: 1 },
      ]);
      // The very first was refused by the other side.
      const [first] = paged;
      expect(paged.filter(({ id }) => id === first?.id).map(({ attempt }) => attempt)).toEqual([1, 2]);
    });
  });
});
