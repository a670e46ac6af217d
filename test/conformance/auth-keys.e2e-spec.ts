/** Keys of programs: how they come, what they may, and how they end. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';
import { ownerEnv, WebSession } from '../support/web-session.js';

const EVENT = { type: 'agent:started', agent_id: 'a' };
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

describe('keys', () => {
  let database: TestDatabase;
  let server: TestServer;
  let owner: WebSession;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url, env: ownerEnv });
    owner = await WebSession.owner(server);
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });
  const idOf = (key: string) => /^bnk_([0-9a-f]{16})_/.exec(key)?.[1] ?? '';
  const problemOf = async (answer: Response) => ({ ...((await answer.json()) as object), request_id: undefined });
  const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];

  it('come as their clients can send them', async () => {
    const key = await owner.makeKey(['ingest']);
    const ways: Record<string, string>[] = [
      bearer(key),
      basic(`pk-lf-public:${key}`),
      basic(`${key}:`),
      { 'x-api-key': key },
      { 'x-binnacle-key': key },
    ];
    for (const headers of ways) expect((await server.post('/api/v1/events', EVENT, headers)).status).toBe(200);
    expect((await server.post(`/api/v1/events?key=${key}`, EVENT)).status).toBe(401);
    const hook = { hook_event_name: 'SessionStart', session_id: 's' };
    expect((await server.post(`/hooks/claude-code?key=${key}`, hook)).status).toBe(200);
  });

  it('are refused when they are wrong, in the same words whatever is wrong', async () => {
    const key = await owner.makeKey(['ingest']);
    const wrong = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;
    const unknown = key.replace(idOf(key), '0123456789abcdef');
    const details = await Promise.all(
      [wrong, unknown].map(async (one) => problemOf(await server.post('/api/v1/events', EVENT, bearer(one)))),
    );
    expect(details[0]).toEqual(details[1]);
    expect(details[0]).toMatchObject({ code: 'unauthenticated', status: 401 });
    expect((await server.post('/api/v1/events', EVENT, bearer('sk-of-somebody-else'))).status).toBe(401);
  });

  it('do what their scopes say, and no more', async () => {
    const ingest = await owner.makeKey(['ingest']);
    const reads = await owner.makeKey(['read']);
    expect((await server.post('/api/v1/events', EVENT, bearer(ingest))).status).toBe(200);
    expect(await codeOf(await server.get('/api/v1/events', bearer(ingest)))).toEqual([403, 'permission_denied']);
    expect((await server.get('/api/v1/events', bearer(reads))).status).toBe(200);
    expect(await codeOf(await server.post('/api/v1/events', EVENT, bearer(reads)))).toEqual([403, 'permission_denied']);
    const all = await owner.makeKey(['admin']);
    expect((await server.get('/api/v1/events', bearer(all))).status).toBe(200);
    // What is of the whole installation is no key's.
    expect((await server.get('/plugins', bearer(all))).status).toBe(403);
  });

  it('are held to one project: another one is not there', async () => {
    await owner.post('/settings/projects', { id: 'other', name: 'Other' });
    const key = await owner.makeKey(['read']);
    expect(await codeOf(await server.get('/api/v1/events?project=other', bearer(key)))).toEqual([
      404,
      'project_not_found',
    ]);
    expect((await server.get('/api/v1/events?project=default', bearer(key))).status).toBe(200);
  });

  it('end at once when they are revoked, with the streams that they opened', async () => {
    const start = performance.now();
    for (let round = 0; round < 4; round++) {
      const key = await owner.makeKey(['read', 'ingest']);
      const stream = await SseClient.open(`${server.url}/api/v1/events/stream`, bearer(key));
      expect((await owner.post(`/settings/keys/${idOf(key)}/revoke`)).status).toBe(303);
      while (!stream.ended) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(await codeOf(await server.get('/api/v1/events', bearer(key)))).toEqual([401, 'unauthenticated']);
    }
    // What the clock ends ends five seconds after the one before.
    expect(performance.now() - start).toBeLessThan(14_000);
  });

  it('get a new secret, and the old one holds as long as it is told to', async () => {
    const key = await owner.makeKey(['read']);
    const rotate = async (hours: number) =>
      /<code id="once-text">([^<]+)</.exec(
        await (await owner.post(`/settings/keys/${idOf(key)}/rotate`, { grace_hours: String(hours) })).text(),
      )?.[1] ?? '';
    const second = await rotate(1);
    expect([idOf(second), second === key]).toEqual([idOf(key), false]);
    const status = async (one: string) => (await server.get('/api/v1/events', bearer(one))).status;
    expect([await status(key), await status(second)]).toEqual([200, 200]);
    const third = await rotate(0);
    expect([await status(key), await status(second), await status(third)]).toEqual([401, 401, 200]);
  });

  it('are shown once, and kept as a hash', async () => {
    const key = await owner.makeKey(['read'], 'seen once');
    const page = await owner.page('/settings/keys');
    expect(page).toContain('seen once');
    expect(page).not.toContain(key.slice(21));
  });

  it('that are missing refuse a hook that asks, in the words of its client', async () => {
    const call = { hook_event_name: 'PreToolUse', session_id: 's', tool_name: 'Bash', tool_input: { command: 'ls' } };
    const refused = await server.post('/hooks/claude-code?hold=Bash', call);
    expect([refused.status, await refused.json()]).toEqual([
      200,
      expect.objectContaining({
        hookSpecificOutput: expect.objectContaining({ hookEventName: 'PreToolUse', permissionDecision: 'deny' }),
      }),
    ]);
    // Its own prompt is still shown: no opinion.
    const prompt = { ...call, hook_event_name: 'PermissionRequest' };
    expect(await (await server.post('/hooks/claude-code', prompt)).json()).toEqual({});
    // A hook that only tells hears that nobody listened.
    expect((await server.post('/hooks/claude-code', call)).status).toBe(401);
  });

  it('that are missing let nobody fill the memory', async () => {
    const large = JSON.stringify({ ...EVENT, payload: { text: 'x'.repeat(400_000) } });
    expect((await server.post('/api/v1/events', large)).status).toBe(401);
  });
});
