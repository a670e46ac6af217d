/** Projects made, renamed, archived and brought back, over REST and on their page. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { capturedHook } from '../support/hooks.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';
import { ownerEnv, WebSession } from '../support/web-session.js';

interface Project {
  readonly id: string;
  readonly name: string;
  readonly archived: boolean;
  readonly retention_days: number | null;
  readonly archived_at: string | null;
}

describe('projects', () => {
  let database: TestDatabase;
  let server: TestServer;
  let owner: WebSession;
  let guest: WebSession;
  let key: Record<string, string>;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url, env: ownerEnv });
    owner = await WebSession.owner(server);
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const call = async (who: WebSession, method: string, path: string, body?: unknown) => {
    const answer = await fetch(server.url + path, {
      method,
      headers: {
        cookie: who.cookie,
        'x-csrf-token': who.csrfToken,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return [answer.status, (await answer.json()) as Project & { code?: string; data?: Project[] }] as const;
  };
  const list = async (who: WebSession) => (await call(who, 'GET', '/api/v1/projects'))[1].data?.map(({ id }) => id);
  /** Names in the list on top of a page. */
  const offered = async (who: WebSession) =>
    [...(await who.page('/inbox')).matchAll(/name="project" value="([^"]+)"/g)].map(([, id]) => id);

  it('are made and renamed over REST; what is wrong is named', async () => {
    expect(await call(owner, 'POST', '/api/v1/projects', { id: 'shop', name: 'Shop' })).toEqual([
      201,
      expect.objectContaining({ id: 'shop', name: 'Shop', archived: false, retention_days: null, archived_at: null }),
    ]);
    for (const [body, detail] of [
      [{ id: 'Shop!' }, /`id` must be 1 to 40/],
      [{ id: 7 }, /`id` must be a text/],
      [{ id: 'x', title: 'X' }, /`title` is not known; id, name are/],
      [[], /must be a JSON object/],
    ] as const) {
      expect(await call(owner, 'POST', '/api/v1/projects', body)).toEqual([
        400,
        expect.objectContaining({ code: 'field_invalid', detail: expect.stringMatching(detail) }),
      ]);
    }
    expect((await call(owner, 'POST', '/api/v1/projects', { id: 'shop' }))[1].code).toBe('project_exists');
    expect((await call(owner, 'PATCH', '/api/v1/projects/none', { name: 'x' }))[1].code).toBe('project_not_found');
    expect((await call(owner, 'PATCH', '/api/v1/projects/shop', { archived: 'yes' }))[1].code).toBe('field_invalid');
    expect((await call(owner, 'PATCH', '/api/v1/projects/default', { archived: true }))[1].code).toBe('field_invalid');
    const changes = { name: 'The shop', retention_days: 90 };
    expect(await call(owner, 'PATCH', '/api/v1/projects/shop', changes)).toEqual([
      200,
      expect.objectContaining(changes),
    ]);
    expect(await owner.page('/settings/projects')).toContain('<strong>The shop</strong>');
  });

  it('are renamed on their page too, where a name that is none is refused', async () => {
    expect((await owner.post('/settings/projects/shop', { name: 'Shop <b>', retention_days: '' })).status).toBe(303);
    const page = await owner.page('/settings/projects');
    expect(page).toContain('<strong>Shop &lt;b&gt;</strong>');
    const refused = await owner.post('/settings/projects/shop', { name: ' ', retention_days: '' });
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('1 to 80 characters')]);
    expect((await call(owner, 'GET', '/api/v1/projects'))[1].data?.find(({ id }) => id === 'shop')).toMatchObject({
      name: 'Shop <b>',
      retention_days: null,
    });
  });

  it('are told to members and keys only as far as they are theirs', async () => {
    await owner.post('/settings/projects/choose', { project: 'shop' });
    await owner.page('/');
    guest = await owner.invite('vic@example.com', 'admin');
    key = { authorization: `Bearer ${await owner.makeKey(['ingest', 'ask', 'read'])}` };
    expect(await list(owner)).toEqual(['default', 'shop']);
    expect(await list(guest)).toEqual(['shop']);
    const ofKey = (await (await server.get('/api/v1/projects', key)).json()) as { data: Project[] };
    expect(ofKey.data.map(({ id }) => id)).toEqual(['shop']);
    expect((await call(guest, 'PATCH', '/api/v1/projects/shop', { name: 'mine' }))[0]).toBe(403);
    expect((await call(guest, 'POST', '/api/v1/projects', { id: 'mine' }))[0]).toBe(403);
  });

  it('that are archived take nothing in and are offered to nobody; what is in them is still read', async () => {
    const asks = { id: 'asked', type: 'agent:blocked', agent_id: 'a', payload: { msg_id: 'm', question: 'Go?' } };
    expect((await server.post('/api/v1/events', [{ id: 'kept', type: 'agent:started' }, asks], key)).status).toBe(200);
    expect(await offered(owner)).toEqual(['default', 'shop']);
    const stream = await SseClient.open(`${server.url}/api/v1/events/stream`, key);
    expect(await call(owner, 'PATCH', '/api/v1/projects/shop', { archived: true })).toEqual([
      200,
      expect.objectContaining({ archived: true, archived_at: expect.any(String) }),
    ]);
    // What it was opened with is no more.
    while (!stream.ended) await new Promise((resolve) => setTimeout(resolve, 20));

    const refused = async (path: string, body: unknown) => {
      const answer = await server.post(path, body, key);
      return [path, answer.status, ((await answer.json()) as { code: string }).code];
    };
    for (const [path, body] of [
      ['/api/v1/events', { type: 'agent:started' }],
      ['/api/v1/questions', { question: 'Go?' }],
      ['/mcp', {}],
    ] as const) {
      expect(await refused(path, body)).toEqual([path, 409, 'project_archived']);
    }
    expect((await server.post('/v1/traces', { resourceSpans: [] }, key)).status).toBe(409);
    const hook = await server.post(
      '/hooks/claude-code?hold=Bash&timeout=30',
      capturedHook('claude-code.PreToolUse.Bash'),
      key,
    );
    expect(await hook.json()).toMatchObject({ hookSpecificOutput: { permissionDecision: 'deny' } });

    expect((await server.get('/api/v1/events/kept', key)).status).toBe(200);
    for (const who of [owner, guest]) {
      expect(await list(who)).toContain('shop');
      expect((await call(who, 'GET', '/api/v1/events/kept?project=shop'))[0]).toBe(200);
      expect((await who.get('/history?project=shop')).status).toBe(200);
      const answer = { answer: 'yes', answered_by: 'me' };
      expect(await call(who, 'POST', '/api/v1/questions/asked/answer?project=shop', answer)).toEqual([
        409,
        expect.objectContaining({ code: 'project_archived' }),
      ]);
      expect((await call(who, 'DELETE', '/api/v1/dashboards/home?project=shop'))[1].code).toBe('project_archived');
      expect(await offered(who)).not.toContain('shop');
    }
    // Chosen before, it is looked at still, and its pages say so.
    const page = await owner.page('/inbox');
    expect(page).toContain(' · archived');
    expect(page).toContain('data-may-not="answer admin"');
    expect(page).toContain('This project is archived');
    await owner.post('/settings/projects/choose', { project: 'default' });
    await owner.post('/settings/projects/choose', { project: 'shop' });
    expect(await owner.page('/')).toContain(' · archived');
    // It is nobody's who was not a member.
    await owner.post('/settings/projects/choose', { project: 'default' });
    const other = await owner.invite('bob@example.com', 'viewer');
    expect((await call(other, 'GET', '/api/v1/events?project=shop'))[0]).toBe(404);
    expect((await other.post('/settings/projects/choose', { project: 'shop' })).status).toBe(404);
  }, 60_000);

  it('are brought back on their page, and go on', async () => {
    expect((await owner.post('/settings/projects/shop/restore')).status).toBe(303);
    expect((await server.post('/api/v1/events', { type: 'agent:started' }, key)).status).toBe(200);
    expect(await offered(guest)).toEqual(['shop']);
    const answer = { answer: 'yes', answered_by: 'me' };
    expect((await call(guest, 'POST', '/api/v1/questions/asked/answer', answer))[0]).toBe(200);
    expect((await owner.post('/settings/projects/shop/archive')).status).toBe(303);
    expect((await server.post('/api/v1/events', { type: 'agent:started' }, key)).status).toBe(409);
  });
});

describe('projects without accounts', () => {
  it('that are archived are only read, too', async () => {
    const database = await createTestDatabase();
    const server = await TestServer.start({ databaseUrl: database.url });
    try {
      const change = (archived: boolean) =>
        fetch(`${server.url}/api/v1/projects/old`, {
          method: 'PATCH',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ archived }),
        });
      expect((await server.post('/api/v1/projects', { id: 'old' })).status).toBe(201);
      const send = () => server.post('/api/v1/events?project=old', { id: 'one', type: 'agent:started' });
      expect((await send()).status).toBe(200);
      expect((await change(true)).status).toBe(200);
      expect((await send()).status).toBe(409);
      expect((await server.get('/api/v1/events/one?project=old')).status).toBe(200);
      // Another project's first event, beside one that is called as its id is.
      expect((await server.post('/api/v1/events', { type: 'agent:started' })).status).toBe(200);
      expect((await change(false)).status).toBe(200);
      expect((await send()).status).toBe(200);
    } finally {
      await server.stop();
      await database.drop();
    }
  }, 120_000);
});
