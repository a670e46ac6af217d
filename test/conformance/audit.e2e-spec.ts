/** The audit log: what is written down, who may read it, and that nothing takes it away. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestAccounts, type TestPerson } from '../support/accounts.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

interface Entry {
  readonly id: string;
  readonly at: string;
  readonly project: string | null;
  readonly actor: { readonly kind: string; readonly id: string | null; readonly name: string };
  readonly action: string;
  readonly target: string | null;
  readonly address: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

interface Page {
  readonly data: readonly Entry[];
  readonly next_cursor: string | null;
  readonly has_more: boolean;
}

describe('the audit log without accounts', () => {
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

  const read = (query = '') => server.json<Page>(`/api/v1/audit${query}`);
  const ask = async (msgId: string, more: object = {}) => {
    const asked = await server.post('/api/v1/questions', { question: 'Go?', agent_id: 'ada', msg_id: msgId, ...more });
    return ((await asked.json()) as { id: string }).id;
  };

  it('has what was done, with who did it as far as they said', async () => {
    const id = await ask('q1');
    await server.post(`/api/v1/questions/${id}/answer`, 'answer=yes', {
      'content-type': 'application/x-www-form-urlencoded',
      cookie: 'binnacle_name=Grace',
    });
    await server.post('/api/v1/dashboards', { id: 'ops', name: 'Ops', panels: [] });
    await fetch(`${server.url}/api/v1/dashboards/ops/home`, { method: 'PUT' });
    await fetch(`${server.url}/api/v1/dashboards/ops`, { method: 'DELETE' });
    await (await server.get('/api/v1/events?type=agent:*', { accept: 'text/csv' })).text();
    const { data } = await read();
    expect(data.map(({ action, target, project }) => [action, target, project])).toEqual([
      ['events.exported', null, 'default'],
      ['dashboard.deleted', 'dashboard:ops', 'default'],
      ['dashboard.home', 'dashboard:ops', 'default'],
      ['dashboard.created', 'dashboard:ops', 'default'],
      ['question.answered', `question:${id}`, 'default'],
    ]);
    expect(data[4]).toMatchObject({ actor: { kind: 'visitor', name: 'Grace' }, address: '127.0.0.1' });
    expect(data[3]).toMatchObject({ actor: { kind: 'visitor', name: 'loopback' }, detail: { name: 'Ops' } });
    expect(data[0]?.detail).toEqual({ format: 'csv', query: '?type=agent:*' });
  });

  it('has a standing approval with its answer, and its end', async () => {
    const action = { tool: 'bash', args: { command: 'ls' } };
    const id = await ask('q2', { kind: 'approval', action });
    await server.post(`/api/v1/questions/${id}/answer`, { decision: 'approve', scope: 'always' });
    const rules = await server.json<{ data: { id: string }[] }>('/api/v1/approval-rules');
    await fetch(`${server.url}/api/v1/approval-rules/${rules.data[0]?.id}`, { method: 'DELETE' });
    const { data } = await read('?limit=2');
    expect(data).toMatchObject([
      { action: 'rule.revoked', target: `rule:${rules.data[0]?.id}`, detail: { tool: 'bash', agent_id: 'ada' } },
      { action: 'question.answered', detail: { decision: 'approve', scope: 'always', agent_id: 'ada' } },
    ]);
  });

  it('has nothing of a change that was refused', async () => {
    const before = (await read()).data.length;
    await server.post('/api/v1/dashboards', { name: '', panels: [] });
    await server.post('/api/v1/questions/none/answer', { value: 'x' });
    await fetch(`${server.url}/api/v1/dashboards/none`, { method: 'DELETE' });
    expect((await read()).data).toHaveLength(before);
  });

  it('has an answer once, by who was first', async () => {
    const id = await ask('q3');
    await Promise.all(['a', 'b', 'c'].map((value) => server.post(`/api/v1/questions/${id}/answer`, { value })));
    expect((await read(`?target=question:${id}`)).data).toHaveLength(1);
  });

  it.each([
    ['action=dashboard.*', ({ action }: Entry) => action.startsWith('dashboard.')],
    ['action=question.answered', ({ action }: Entry) => action === 'question.answered'],
    ['actor=grace', ({ actor }: Entry) => actor.name === 'Grace'],
    ['target=board:op', ({ target }: Entry) => target === 'dashboard:ops'],
    ['actor=%25', () => false],
    ['to=2020-01-01', () => false],
    ['from=2020-01-01', () => true],
  ])('is filtered by %s', async (query, fits) => {
    const all = (await read()).data;
    expect((await read(`?${query}`)).data).toEqual(all.filter(fits));
  });

  it('is read in pages, and whole as a file in two shapes', async () => {
    const all = (await read()).data;
    const paged: Entry[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Page = await read(`?limit=3${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.data);
      cursor = page.next_cursor;
    }
    expect(paged).toEqual(all);
    const lines = await (await server.get('/api/v1/audit', { accept: 'application/x-ndjson' })).text();
    const exported = lines
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Entry);
    expect(exported[0]).toMatchObject({ action: 'audit.exported' });
    expect(exported.slice(1)).toEqual(all);
    const csv = await server.get('/api/v1/audit?format=csv');
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="binnacle-audit.csv"');
    const [head, , , ...rows] = (await csv.text()).trimEnd().split('\r\n');
    expect(head).toBe('id,at,project,actor_kind,actor_id,actor,action,target,address,detail');
    expect(rows).toHaveLength(all.length);
  });

  it.each([
    'colour=red',
    'cursor=x',
    'limit=0',
    'format=pdf',
    'whole=yes',
    'from=soon',
    'actor=%00',
    'actor=a&actor=b',
  ])('refuses %s, naming it', async (query) => {
    const answer = await server.get(`/api/v1/audit?${query}`);
    expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([
      400,
      expect.stringContaining(query.split('=')[0] ?? ''),
    ]);
  });

  it('is a page, escaped, with its filter kept', async () => {
    await server.post('/api/v1/dashboards', { id: 'odd', name: '<script>alert(1)</script>', panels: [] });
    const text = await (await server.get('/settings/audit?action=dashboard.*&actor=loop')).text();
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('value="loop"');
    expect(text).not.toContain('question.answered');
  });

  it('is changed and deleted by nobody, not even with the database at hand', async () => {
    const accounts = await TestAccounts.of(database.url);
    try {
      const count = async () => Number((await accounts.query('SELECT count(*) FROM audit_log')).rows[0].count);
      const before = await count();
      for (const sql of ["UPDATE audit_log SET who = 'x'", 'DELETE FROM audit_log', 'TRUNCATE audit_log']) {
        await expect(accounts.query(sql)).rejects.toThrow('append-only');
      }
      await accounts.query("SET binnacle.audit_days = '30'");
      await expect(accounts.query('DELETE FROM audit_log')).rejects.toThrow('append-only');
      expect(await count()).toBe(before);
    } finally {
      await accounts.close();
    }
  });
});

describe('the audit log with accounts', () => {
  let database: TestDatabase;
  let server: TestServer;
  let accounts: TestAccounts;
  let owner: TestPerson;
  let admin: TestPerson;
  let operator: TestPerson;
  beforeAll(async () => {
    database = await createTestDatabase();
    accounts = await TestAccounts.of(database.url);
    await accounts.project('shop');
    owner = await accounts.person({ name: 'Olga', isOwner: true });
    admin = await accounts.person({ name: 'Ada', roles: { shop: 'admin' } });
    operator = await accounts.person({ name: 'Otto', roles: { shop: 'operator' } });
    await accounts.query(
      `INSERT INTO audit_log (at, who_kind, who, what, project) VALUES
       (now() - interval '40 days', 'server', 'long ago', 'login.failed', NULL),
       (now() - interval '40 days', 'server', 'long ago', 'key.created', 'shop'),
       (now(), 'server', 'today', 'login.failed', NULL), (now(), 'server', 'today', 'key.created', 'default')`,
    );
    server = await TestServer.start({ databaseUrl: database.url, env: { BINNACLE_AUDIT_DAYS: '30' } });
  });
  afterAll(async () => {
    await server?.stop();
    await accounts?.close();
    await database?.drop();
  });

  const read = async (who: TestPerson, query: string) => {
    const answer = await server.get(`/api/v1/audit${query}`, who.headers);
    return { status: answer.status, body: (await answer.json()) as Page };
  };

  it('lets go of what is older than configured, and of nothing else', async () => {
    const left = async () => {
      const { rows } = await accounts.query('SELECT who FROM audit_log ORDER BY id');
      return rows.map(({ who }) => who as string);
    };
    while ((await left()).includes('long ago')) await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await left()).slice(0, 2)).toEqual(['today', 'today']);
  });

  it('names people by their account, and keys', async () => {
    const key = await accounts.key('shop', 'admin');
    await server.post('/api/v1/dashboards', { id: 'a', name: 'A', panels: [] }, admin.headers);
    await server.post('/api/v1/dashboards', { id: 'b', name: 'B', panels: [] }, { 'x-binnacle-key': key });
    const { body } = await read(admin, '?action=dashboard.created');
    expect(body.data.map(({ actor }) => actor)).toEqual([
      { kind: 'key', id: key.split('_')[1], name: 'admin' },
      { kind: 'person', id: admin.id, name: `Ada <${admin.id}@example.com>` },
    ]);
  });

  it('shows admins their project, the owner all, and others nothing', async () => {
    const own = (await read(admin, '')).body.data;
    expect(new Set(own.map(({ project }) => project))).toEqual(new Set(['shop']));
    expect((await read(admin, '?whole=1')).status).toBe(403);
    expect((await read(operator, '')).status).toBe(403);
    const whole = (await read(owner, '?whole=1')).body.data;
    expect(new Set(whole.map(({ project }) => project))).toEqual(new Set(['shop', 'default', null]));
    expect((await server.get('/settings/audit?whole=1', admin.headers)).status).toBe(403);
    expect((await server.get('/settings/audit', operator.headers)).status).toBe(403);
  });
});
