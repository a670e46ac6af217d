import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { summary?: string; responses: object }>>>>;
}

describe('the API page', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  it.each([
    ['post', '/api/v1/events'],
    ['get', '/api/v1/events'],
    ['get', '/api/v1/events/{id}'],
    ['get', '/api/v1/events/stream'],
    ['get', '/api/v1/questions'],
    ['get', '/api/v1/questions/{id}'],
    ['post', '/agent/{agent_id}/respond'],
    ['post', '/hooks/{vendor}'],
    ['get', '/api/v1/storage'],
    ['get', '/api/v1/plugins'],
    ['get', '/api/v1/stats'],
    ['get', '/api/v1/agents'],
    ['get', '/api/v1/sessions/{id}'],
    ['get', '/api/v1/graphs/{id}/events'],
    ['get', '/api/v1/dashboards'],
    ['post', '/api/v1/dashboards', '201'],
    ['get', '/api/v1/dashboards/{id}'],
    ['put', '/api/v1/dashboards/{id}'],
    ['delete', '/api/v1/dashboards/{id}', '204'],
    ['put', '/api/v1/dashboards/{id}/home', '204'],
    ['delete', '/api/v1/dashboards/home', '204'],
    ['get', '/health'],
    ['get', '/healthz'],
    ['get', '/readyz'],
    ['get', '/metrics'],
  ])('describes %s %s, its answers and its errors', async (method, path, success = '200') => {
    const { paths } = await server.json<OpenApi>('/api/docs-json');
    const operation = paths[path]?.[method];
    expect(operation?.summary).toBeTruthy();
    expect(Object.keys(operation?.responses ?? {})).toContain(success);
  });

  it('describes nothing that is not there', async () => {
    const { paths } = await server.json<OpenApi>('/api/docs-json');
    for (const [path, operations] of Object.entries(paths)) {
      const url = path.replace('{id}', 'x').replace('{agent_id}', 'x').replace('/stream', '/stream?limit=x');
      for (const method of Object.keys(operations)) {
        const response = await fetch(`${server.url}${url}`, {
          // Fetch writes every method in capitals but this one: `patch`.
          method: method.toUpperCase(),
          ...(method !== 'get' && { body: '{}' }),
        });
        const isJson = response.headers.get('content-type')?.includes('json');
        const { code } = JSON.parse((isJson && (await response.text())) || '{}') as { code?: string };
        expect([path, method, code]).not.toEqual([path, method, 'route_not_found']);
      }
    }
  });

  it('is a page whose scripts all come from here', async () => {
    const response = await server.get('/api/docs');
    expect(response.status).toBe(200);
    const html = await response.text();
    const scripts = [...html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)];
    expect(scripts.length).toBeGreaterThan(0);
    for (const [, attributes, body] of scripts) {
      expect(body?.trim()).toBe('');
      const [, source = ''] = /src=['"]([^'"]+)/.exec(attributes ?? '') ?? [];
      expect((await server.get(new URL(source, `${server.url}/api/docs`).pathname)).status).toBe(200);
    }
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
  });
});
