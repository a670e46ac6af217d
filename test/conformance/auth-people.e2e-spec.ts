/** People: signing in and out, sessions, invitations, roles, new passwords, and what other sites can't make them do. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';
import { OWNER, onceIn, ownerEnv, WebSession } from '../support/web-session.js';

describe('people', () => {
  let database: TestDatabase;
  let server: TestServer;
  let owner: WebSession;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url, env: ownerEnv });
    owner = await WebSession.owner(server);
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });
  const rows = async (sql: string) => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      return (await client.query(sql)).rows as Record<string, unknown>[];
    } finally {
      await client.end();
    }
  };

  it('are asked to sign in where they wanted to go, and get there', async () => {
    const guest = new WebSession(server);
    const asked = await guest.get('/history?q=type%3Aagent%3Ablocked');
    expect([asked.status, asked.headers.get('location')]).toEqual([
      303,
      `/login?next=${encodeURIComponent('/history?q=type%3Aagent%3Ablocked')}`,
    ]);
    const form = await guest.page(asked.headers.get('location') ?? '');
    expect(form).toContain('name="next" value="/history?q=type%3Aagent%3Ablocked"');
    const login = await guest.post('/login', { ...OWNER, next: '/history?q=type%3Aagent%3Ablocked' });
    expect([login.status, login.headers.get('location')]).toEqual([303, '/history?q=type%3Aagent%3Ablocked']);
    expect((await guest.get('/')).status).toBe(200);
  });

  it.each(['https://evil.example.com', '//evil.example.com', '/\\evil.example.com', '/%09/evil.example.com\r\nx: y'])(
    'are never sent elsewhere by %j',
    async (next) => {
      const login = await new WebSession(server).post('/login', { ...OWNER, next });
      expect(login.status).toBe(303);
      expect(new URL(login.headers.get('location') ?? '', server.url).origin).toBe(new URL(server.url).origin);
      expect(login.headers.get('x')).toBeNull();
    },
  );

  it('hear the same of a wrong password and an unknown address', async () => {
    const answers = await Promise.all(
      [OWNER.email, 'nobody@example.com'].map(async (email) => {
        const answer = await new WebSession(server).post('/login', { email, password: 'wrong password here' });
        return [answer.status, (await answer.text()).replaceAll(email, '…')];
      }),
    );
    expect(answers[0]?.[0]).toBe(401);
    expect(answers[0]).toEqual(answers[1]);
  });

  it('wait longer and longer after wrong passwords, known or not, and others do not', async () => {
    const hasty = await owner.invite('hasty@example.com', 'viewer', 'the password of hasty');
    for (const email of ['mallory@example.com', 'hasty@example.com']) {
      let last: Response | undefined;
      for (let i = 0; i < 12 && last?.status !== 429; i += 1) {
        last = await new WebSession(server).post('/login', { email, password: `guess number ${i}` });
      }
      expect([last?.status, Number(last?.headers.get('retry-after')) >= 1]).toEqual([429, true]);
    }
    // Whoever is signed in stays so, and others sign in as before.
    expect((await hasty.get('/')).status).toBe(200);
    expect((await new WebSession(server).post('/login', OWNER)).status).toBe(303);
  });

  it('get a new session when they sign in: one that was planted before is worth nothing', async () => {
    const victim = new WebSession(server);
    victim.cookies.set('binnacle_session', 'planted-by-somebody');
    await owner.invite('vic@example.com', 'viewer', 'the password of vic');
    await victim.signIn('vic@example.com', 'the password of vic');
    const first = victim.cookies.get('binnacle_session') ?? '';
    expect(first).not.toBe('planted-by-somebody');
    await victim.signIn('vic@example.com', 'the password of vic');
    const second = victim.cookies.get('binnacle_session') ?? '';
    expect(second).not.toBe(first);
    expect((await server.get('/api/v1/events', { cookie: `binnacle_session=${first}` })).status).toBe(401);
    expect((await server.get('/api/v1/events', { cookie: `binnacle_session=${second}` })).status).toBe(200);
  });

  it('have sessions of which the database holds no more than a hash', async () => {
    const token = owner.cookies.get('binnacle_session') ?? '';
    const kept = JSON.stringify(await rows('SELECT *, encode(token_hash, $$escape$$) AS t FROM sessions'));
    expect(token.length).toBeGreaterThan(40);
    expect(kept).not.toContain(token);
    const [user] = await rows(`SELECT password_hash FROM users WHERE email = '${OWNER.email}'`);
    expect(String(user?.password_hash)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('send their cookie to this site only, and no script reads it', async () => {
    const [cookie] = (await new WebSession(server).post('/login', OWNER)).headers.getSetCookie();
    expect(cookie).toMatch(/^binnacle_session=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/);
  });

  it('see where they are signed in, and end a session elsewhere at once, its stream too', async () => {
    const start = performance.now();
    for (let round = 0; round < 4; round++) {
      const elsewhere = await WebSession.owner(server);
      const stream = await SseClient.open(`${server.url}/api/v1/events/stream`, { cookie: elsewhere.cookie });
      const page = await owner.page('/account');
      expect(page).toContain('this one');
      const others = [...page.matchAll(/action="(\/account\/sessions\/[0-9a-f]{16}\/end)"/g)].map(([, path]) => path);
      expect(others.length).toBeGreaterThan(0);
      for (const path of others) expect((await owner.post(path as string)).status).toBe(303);
      while (!stream.ended) await new Promise((resolve) => setTimeout(resolve, 5));
      expect((await elsewhere.get('/api/v1/events')).status).toBe(303);
    }
    // What the clock ends ends five seconds after the one before.
    expect(performance.now() - start).toBeLessThan(14_000);
    expect((await owner.get('/account')).status).toBe(200);
  });

  it.each([
    ['after 30 days', "UPDATE sessions SET expires_at = now() - interval '1 second' WHERE id = $id"],
    ['after a week without a request', "UPDATE sessions SET last_seen_at = now() - interval '7 days' WHERE id = $id"],
    ['with their account', 'UPDATE users SET disabled_at = now() WHERE id = $user'],
  ])('are signed out %s', async (when, change) => {
    const name = when.replaceAll(' ', '-');
    await owner.invite(`${name}@example.com`, 'viewer', 'a password of many');
    const session = new WebSession(server);
    expect(
      (await session.post('/login', { email: `${name}@example.com`, password: 'a password of many' })).status,
    ).toBe(303);
    const [newest] = await rows(
      `SELECT s.id, s.user_id FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.name = '${name}' ORDER BY s.created_at DESC LIMIT 1`,
    );
    // Before its first request: what a server has read it takes for true for some seconds.
    await rows(change.replace('$id', `'${newest?.id}'`).replace('$user', `'${newest?.user_id}'`));
    expect((await session.get('/account')).status).toBe(303);
    if (!change.includes('disabled_at')) return;
    expect((await new WebSession(server).signIn(`${name}@example.com`, 'a password of many')).status).toBe(401);
  });

  it('can’t end a session of somebody else', async () => {
    const guest = await owner.invite('guest@example.com', 'viewer');
    const [session] = await rows(
      `SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = '${OWNER.email}' LIMIT 1`,
    );
    expect((await guest.post(`/account/sessions/${session?.id}/end`)).status).toBe(404);
  });

  it('sign out', async () => {
    const session = await WebSession.owner(server);
    const before = session.cookie;
    expect((await session.post('/logout')).headers.get('location')).toBe('/login');
    expect(session.cookies.has('binnacle_session')).toBe(false);
    expect((await server.get('/api/v1/events', { cookie: before })).status).toBe(401);
  });

  it('change nothing without the token of their own pages', async () => {
    const change = { 'content-type': 'application/x-www-form-urlencoded', cookie: owner.cookie };
    const other = await WebSession.owner(server);
    for (const [body, headers] of [
      ['', change],
      ['_csrf=wrong', change],
      [`_csrf=${other.csrfToken}`, change],
      ['', { ...change, 'x-csrf-token': 'wrong' }],
      ['{}', { cookie: owner.cookie, 'content-type': 'application/json' }],
    ] as const) {
      const answer = await server.post('/inbox/name', body, headers);
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'csrf_refused']);
    }
    expect((await server.post('/inbox/name', `_csrf=${owner.csrfToken}`, change)).status).toBe(303);
    expect((await server.post('/inbox/name', '', { ...change, 'x-csrf-token': owner.csrfToken })).status).toBe(303);
  });

  it('act in their own name, whatever a request says', async () => {
    const key = await owner.makeKey(['ingest', 'ask', 'read']);
    const bearer = { authorization: `Bearer ${key}` };
    await server.post(
      '/api/v1/events',
      { type: 'agent:blocked', agent_id: 'a', id: 'q-name', payload: { question: 'Sure?' } },
      bearer,
    );
    const answer = await owner.postBody(
      '/api/v1/questions/q-name/answer',
      JSON.stringify({ answer: 'yes', answered_by: 'Mallory' }),
      { 'content-type': 'application/json', 'x-csrf-token': owner.csrfToken },
    );
    expect([answer.status, ((await answer.json()) as { answered_by: string }).answered_by]).toEqual([200, 'ada']);
  });

  it('do what their role allows, and no more', async () => {
    const viewer = await owner.invite('viewer@example.com', 'viewer');
    const operator = await owner.invite('operator@example.com', 'operator');
    const admin = await owner.invite('admin@example.com', 'admin');
    const asked = async (session: WebSession) =>
      Promise.all([
        session.get('/api/v1/events', { accept: 'application/json' }).then(({ status }) => status),
        session.post('/inbox/name', { name: 'x' }).then(({ status }) => status),
        session.get('/settings/keys', { accept: 'application/json' }).then(({ status }) => status),
        session.get('/plugins', { accept: 'application/json' }).then(({ status }) => status),
      ]);
    expect(await asked(viewer)).toEqual([200, 403, 403, 403]);
    expect(await asked(operator)).toEqual([200, 303, 403, 403]);
    expect(await asked(admin)).toEqual([200, 303, 200, 403]);
    expect(await asked(owner)).toEqual([200, 303, 200, 200]);
    const refusal = await viewer.post('/inbox/name', { name: 'x' });
    expect(await refusal.json()).toMatchObject({ code: 'permission_denied', permission: 'answer', project: 'default' });
  });

  it('lose at once what is taken from them', async () => {
    const member = await owner.invite('leaver@example.com', 'admin');
    expect((await member.get('/settings/keys')).status).toBe(200);
    const page = await owner.page('/settings/people');
    const [, id] = /id="person-([0-9a-f]{16})"><div><strong>leaver</.exec(page) ?? [];
    await owner.post(`/settings/people/${id}/role`, { role: 'viewer' });
    expect((await member.get('/settings/keys')).status).toBe(403);
    expect((await member.get('/api/v1/events')).status).toBe(200);
    await owner.post(`/settings/people/${id}/remove`);
    expect((await member.get('/api/v1/events')).status).toBe(403);
  });

  it('join by a link that works once, and never twice at the same time', async () => {
    const invite = await owner.post('/settings/people/invite', { email: 'Once@Example.com', role: 'viewer' });
    const path = new URL(onceIn(await invite.text())).pathname;
    expect(await new WebSession(server).page(path)).toContain('once@example.com');
    const join = (name: string) => new WebSession(server).post(path, { name, password: 'a password of many' });
    expect((await Promise.all([join('One'), join('Two')])).map(({ status }) => status).sort()).toEqual([303, 410]);
    expect((await new WebSession(server).get(path)).status).toBe(410);
    expect(await rows(`SELECT name FROM users WHERE email = 'once@example.com'`)).toHaveLength(1);
  });

  const EXPIRE = "UPDATE one_time_links SET expires_at = now() - interval '1 second' WHERE used_at IS NULL";
  const resetLinkOf = async (name: string) => {
    const page = await owner.page('/settings/people');
    const [, id] = new RegExp(`id="person-([0-9a-f]{16})"><div><strong>${name}<`).exec(page) ?? [];
    return new URL(onceIn(await (await owner.post(`/settings/people/${id}/reset`)).text())).pathname;
  };

  it('can’t use a link whose time is over, nor one of another kind', async () => {
    await owner.invite('tardy@example.com', 'viewer', 'what was it again');
    const invite = await owner.post('/settings/people/invite', { email: 'late@example.com', role: 'viewer' });
    const invitation = new URL(onceIn(await invite.text())).pathname;
    const reset = await resetLinkOf('tardy');
    const join = { name: 'late', password: 'a password of many' };
    const other = (path: string, kind: string) => path.replace(/^\/\w+/, `/${kind}`);
    for (const [path, fields] of [
      [other(reset, 'invite'), join],
      [other(invitation, 'reset'), join],
    ] as const)
      expect([path, (await new WebSession(server).post(path, fields)).status]).toEqual([path, 410]);
    await rows(EXPIRE);
    for (const path of [invitation, reset]) {
      expect([path, (await new WebSession(server).get(path)).status]).toEqual([path, 410]);
      expect([path, (await new WebSession(server).post(path, join)).status]).toEqual([path, 410]);
    }
    const guest = await owner.invite('known@example.com', 'viewer');
    const mine = await owner.post('/settings/people/invite', { email: 'known@example.com', role: 'admin' });
    const accept = `${new URL(onceIn(await mine.text())).pathname}/accept`;
    await rows(EXPIRE);
    expect((await guest.post(accept)).status).toBe(410);
    expect(await rows(`SELECT id FROM users WHERE email = 'late@example.com'`)).toEqual([]);
    expect((await new WebSession(server).signIn('tardy@example.com', 'what was it again')).status).toBe(303);
  });

  it('can’t accept what somebody else is invited to', async () => {
    const guest = await owner.invite('nosy@example.com', 'viewer');
    const invite = await owner.post('/settings/people/invite', { email: 'boss@example.com', role: 'admin' });
    const path = new URL(onceIn(await invite.text())).pathname;
    expect((await guest.post(`${path}/accept`)).status).toBe(410);
    expect((await guest.get('/settings/keys')).status).toBe(403);
    // It was not used up by that.
    expect((await new WebSession(server).post(path, { name: 'boss', password: 'a password of many' })).status).toBe(
      303,
    );
  });

  it('have one link for a new password: the one before it is worth nothing', async () => {
    await owner.invite('twice@example.com', 'viewer', 'what was it again');
    const [before, now] = [await resetLinkOf('twice'), await resetLinkOf('twice')];
    expect((await new WebSession(server).post(before, { password: 'from an older mail' })).status).toBe(410);
    expect((await new WebSession(server).post(now, { password: 'now I know it well' })).status).toBe(303);
  });

  it('say what is wrong with a form and can go on', async () => {
    const invite = await owner.post('/settings/people/invite', { email: 'slip@example.com', role: 'viewer' });
    const path = new URL(onceIn(await invite.text())).pathname;
    const short = await new WebSession(server).post(path, { name: 'Slip', password: 'short' });
    expect([short.status, await short.text()]).toEqual([400, expect.stringContaining('12 to 256 are allowed')]);
    expect((await new WebSession(server).post(path, { name: 'Slip', password: 'long enough now' })).status).toBe(303);
    expect((await owner.post('/settings/people/invite', { email: 'no address', role: 'viewer' })).status).toBe(400);
    expect((await owner.post('/settings/people/invite', { email: 'a@b.example', role: 'king' })).status).toBe(400);
  });

  it('choose a new password by a link of an owner, and are signed out everywhere else', async () => {
    const forgetful = await owner.invite('forgetful@example.com', 'viewer', 'what was it again');
    const page = await owner.page('/settings/people');
    const [, id] = /id="person-([0-9a-f]{16})"><div><strong>forgetful</.exec(page) ?? [];
    const path = new URL(onceIn(await (await owner.post(`/settings/people/${id}/reset`)).text())).pathname;
    const anew = new WebSession(server);
    expect((await anew.post(path, { password: 'now I know it well' })).status).toBe(303);
    expect((await anew.get('/account')).status).toBe(200);
    expect((await forgetful.get('/account')).status).toBe(303);
    expect((await new WebSession(server).post(path, { password: 'stolen link, twice' })).status).toBe(410);
    expect((await new WebSession(server).signIn('forgetful@example.com', 'what was it again')).status).toBe(401);
    expect((await new WebSession(server).signIn('forgetful@example.com', 'now I know it well')).status).toBe(303);
  });

  it('are owners or not by an owner’s word, and one always stays', async () => {
    const page = await owner.page('/settings/people');
    const [, ada] = /id="person-([0-9a-f]{16})"><div><strong>ada</.exec(page) ?? [];
    const last = await owner.post(`/settings/people/${ada}/owner`, { owner: 'no' });
    expect([last.status, await last.text()]).toEqual([400, expect.stringContaining('the only owner')]);
    const admin = await owner.invite('climber@example.com', 'admin');
    expect((await admin.post(`/settings/people/${ada}/reset`)).status).toBe(403);
  });

  it('leave a trail that can’t be changed', async () => {
    const log = await rows('SELECT what, who, address, project FROM audit_log ORDER BY id');
    const whats = new Set(log.map(({ what }) => what));
    for (const what of [
      'account.first',
      'login.succeeded',
      'login.refused',
      'logout',
      'session.ended',
      'invitation.made',
      'invitation.accepted',
      'member.role',
      'member.removed',
      'password.reset_link',
      'password.reset',
      'key.created',
    ])
      expect(whats).toContain(what);
    expect(log.find(({ what }) => what === 'invitation.made')).toMatchObject({
      who: 'ada <ada@example.com>',
      address: '127.0.0.1',
      project: 'default',
    });
    await expect(rows('UPDATE audit_log SET who = $$nobody$$')).rejects.toThrow('append-only');
    await expect(rows('DELETE FROM audit_log')).rejects.toThrow('append-only');
  });
});

describe('behind TLS', () => {
  it('cookies are for TLS and for this host only', async () => {
    const database = await createTestDatabase();
    const server = await TestServer.start({
      databaseUrl: database.url,
      env: { ...ownerEnv, BINNACLE_PUBLIC_URL: 'https://binnacle.example.com' },
    });
    try {
      const session = new WebSession(server);
      const [cookie] = (await session.post('/login', OWNER)).headers.getSetCookie();
      await session.page('/account');
      for (const [path, fields] of [
        ['/inbox/name', { name: 'Ada' }],
        ['/settings/projects/choose', { project: 'default' }],
        ['/logout', {}],
      ] as const) {
        const cookies = (await session.post(path, fields)).headers.getSetCookie();
        expect([path, cookies.length > 0]).toEqual([path, true]);
        for (const one of cookies)
          expect([path, one]).toEqual([path, expect.stringMatching(/; HttpOnly; SameSite=Lax; Secure$/)]);
      }
      expect(cookie).toMatch(
        /^__Host-binnacle_session=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/,
      );
    } finally {
      await server.stop();
      await database.drop();
    }
  });
});
