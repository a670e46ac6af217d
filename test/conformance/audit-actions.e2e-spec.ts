/** Every action of docs/reference/audit.md, done once by somebody and found in the log; and that no secret is in it. */
import { createECDH, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestAccounts } from '../support/accounts.js';
import { CaptureServer } from '../support/capture-server.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { onceIn, ownerEnv, WebSession } from '../support/web-session.js';

const PAGE = readFileSync(path.resolve(import.meta.dirname, '../../docs/reference/audit.md'), 'utf8');
const LISTED = [...PAGE.matchAll(/^\| (`[^|]+`) +\|/gm)].flatMap(([, cell = '']) =>
  [...cell.matchAll(/`([a-z_.]+)`/g)].map(([, action = '']) => action),
);
/** Need a provider to sign in at: auth-oidc has them. */
const ELSEWHERE = ['account.joined', 'account.linked'];

interface Entry {
  readonly action: string;
  readonly target: string | null;
  readonly project: string | null;
  readonly address: string | null;
  readonly actor: { readonly kind: string; readonly name: string };
  readonly detail: Readonly<Record<string, unknown>>;
}
type Made = Readonly<Record<string, string>>;

describe('the audit log', () => {
  let database: TestDatabase;
  let server: TestServer;
  let owner: WebSession;
  let target: CaptureServer;
  let accounts: TestAccounts;
  const seen = new Set<string>();
  const secrets = new Map<string, string>();
  let read = 0;
  beforeAll(async () => {
    database = await createTestDatabase();
    accounts = await TestAccounts.of(database.url);
    target = await CaptureServer.start();
    server = await TestServer.start({
      databaseUrl: database.url,
      cwd: path.resolve(import.meta.dirname, '../fixtures/kinds'),
      env: { ...ownerEnv, BINNACLE_WEBHOOK_ALLOW: '127.0.0.1', BINNACLE_PLUGINS: './runs.ts,./sampling.ts' },
    });
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    await target?.close();
    await accounts?.close();
    await database?.drop();
  });

  const whole = async () => {
    const answer = await owner.get('/api/v1/audit?whole=1&limit=1000', { accept: 'application/json' });
    return ((await answer.json()) as { data: Entry[] }).data.reverse();
  };
  /** What was written since somebody last looked. */
  const fresh = async () => {
    const all = await whole();
    const entries = all.slice(read);
    read = all.length;
    for (const { action } of entries) seen.add(action);
    return entries;
  };
  const actions = (entries: readonly Entry[]) => entries.map(({ action }) => action);
  const rest = async (method: string, at: string, body?: unknown): Promise<Made> => {
    const answer = await fetch(server.url + at, {
      method,
      headers: {
        cookie: owner.cookie,
        'x-csrf-token': owner.csrfToken,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${at}: ${answer.status} ${text}`);
    return text ? (JSON.parse(text) as Made) : {};
  };
  const press = async (at: string, fields: Record<string, string> = {}) => {
    const answer = await owner.post(at, fields);
    if (answer.status !== 303 && answer.status !== 200) throw new Error(`${at}: ${answer.status}`);
    return answer;
  };
  const kept = (name: string, secret: string | null | undefined): string => {
    if (!secret) throw new Error(`there is no ${name}`);
    secrets.set(name, secret);
    return secret;
  };

  it('has the first account, and who signs in, fails to, and signs out', async () => {
    owner = await WebSession.owner(server);
    kept('password', ownerEnv.BINNACLE_ADMIN_PASSWORD);
    kept('session', owner.cookies.get('binnacle_session'));
    await new WebSession(server).signIn('ada@example.com', kept('guess', 'not the password at all'));
    const elsewhere = await WebSession.owner(server);
    await elsewhere.post('/logout');
    const entries = await fresh();
    expect(actions(entries)).toEqual([
      'account.first',
      'login.succeeded',
      'login.refused',
      'login.succeeded',
      'logout',
    ]);
    expect(entries[2]).toMatchObject({ actor: { kind: 'visitor', name: 'ada@example.com' }, address: '127.0.0.1' });
    expect(entries[4]).toMatchObject({ actor: { kind: 'person', name: 'ada <ada@example.com>' } });
  });

  it('has what becomes of people: invited, members, owners, with new passwords', async () => {
    const invite = async () => {
      const answer = await press('/settings/people/invite', { email: 'bob@example.com', role: 'viewer' });
      return kept('invitation', new URL(onceIn(await answer.text())).pathname.split('/').pop());
    };
    await invite();
    const [, invitation = ''] = /invitations\/([\w-]+)\/take-back/.exec(await owner.page('/settings/people')) ?? [];
    await press(`/settings/people/invitations/${invitation}/take-back`);
    const bob = new WebSession(server);
    await bob.post(`/invite/${await invite()}`, { name: 'bob', password: kept('first password', 'the first of bob') });
    await bob.page('/account');
    const [, id = ''] = /id="person-([0-9a-f]{16})"><div><strong>bob</.exec(await owner.page('/settings/people')) ?? [];
    await press(`/settings/people/${id}/role`, { role: 'operator' });
    await press(`/settings/people/${id}/owner`, { owner: 'yes' });
    await press(`/settings/people/${id}/owner`, { owner: 'no' });
    await bob.post('/account/password', {
      old: 'the first of bob',
      password: kept('second password', 'the second of bob'),
    });
    const reset = new URL(onceIn(await (await press(`/settings/people/${id}/reset`)).text())).pathname;
    kept('reset link', reset.split('/').pop());
    await new WebSession(server).post(reset, { password: kept('third password', 'the third of bob') });
    await press(`/settings/people/${id}/remove`);
    await WebSession.owner(server);
    await press('/account/sessions/end-others');
    const entries = await fresh();
    expect(actions(entries)).toEqual([
      'invitation.made',
      'invitation.taken_back',
      'invitation.made',
      'invitation.accepted',
      'login.succeeded',
      'member.role',
      'owner.made',
      'owner.ended',
      'password.changed',
      'password.reset_link',
      'password.reset',
      'login.succeeded',
      'member.removed',
      'login.succeeded',
      'session.ended',
    ]);
    expect(entries[5]).toMatchObject({ target: `user:${id}`, detail: { role: 'operator' }, project: 'default' });
    expect(entries[8]).toMatchObject({ actor: { name: 'bob <bob@example.com>' } });
  });

  it('has what becomes of keys', async () => {
    const id = kept('key', await owner.makeKey(['read'], 'deploys')).split('_')[1];
    kept('rotated key', onceIn(await (await press(`/settings/keys/${id}/rotate`, { grace_hours: '1' })).text()));
    await press(`/settings/keys/${id}/revoke`);
    const entries = await fresh();
    expect(actions(entries)).toEqual(['key.created', 'key.rotated', 'key.revoked']);
    expect(entries[0]).toMatchObject({ target: `key:${id}`, detail: { name: 'deploys', scopes: ['read'] } });
  });

  it('has what becomes of projects', async () => {
    await press('/settings/projects', { id: 'shop', name: 'Shop' });
    await press('/settings/projects/shop', { name: 'The shop', retention_days: '30' });
    await press('/settings/projects/shop/archive');
    await press('/settings/projects/shop/restore');
    const entries = await fresh();
    expect(actions(entries)).toEqual([
      'project.created',
      'project.renamed',
      'project.retention',
      'project.archived',
      'project.restored',
    ]);
    expect(entries[2]).toMatchObject({ target: 'project:shop', project: 'shop', detail: { days: 30 } });
  });

  it('has answers and standing approvals', async () => {
    const action = { tool: 'bash', args: { command: 'ls' } };
    const asked = await rest('POST', '/api/v1/questions', {
      question: 'Go?',
      agent_id: 'cy',
      session_id: 'run 1',
      kind: 'approval',
      action,
    });
    await rest('POST', `/api/v1/questions/${asked.id}/answer`, { decision: 'approve', scope: 'always' });
    const { data } = (await rest('GET', '/api/v1/approval-rules')) as unknown as { data: { id: string }[] };
    await rest('DELETE', `/api/v1/approval-rules/${data[0]?.id}`);
    const entries = await fresh();
    expect(actions(entries)).toEqual(['question.answered', 'rule.revoked']);
    expect(entries[0]).toMatchObject({ target: `question:${asked.id}`, detail: { scope: 'always' } });
  });

  it('has what becomes of dashboards', async () => {
    const draft = { name: 'Ops', panels: [{ panel: 'event-log' }] };
    await rest('POST', '/api/v1/dashboards', { id: 'ops', ...draft });
    await rest('PUT', '/api/v1/dashboards/ops', draft);
    await rest('PUT', '/api/v1/dashboards/ops/home');
    await rest('DELETE', '/api/v1/dashboards/ops');
    const entries = await fresh();
    expect(actions(entries)).toEqual(['dashboard.created', 'dashboard.changed', 'dashboard.home', 'dashboard.deleted']);
    expect(new Set(entries.map(({ target: on }) => on))).toEqual(new Set(['dashboard:ops']));
  });

  it('has what becomes of notification channels, by REST and by the page, with the host they go to', async () => {
    const url = `${target.url}/hooks/${kept('path of the webhook', 'T0kenInThePath')}`;
    const hook = await rest('POST', '/api/v1/notification-channels', { name: 'ops', kind: 'webhook', url });
    kept('signing secret', hook.secret);
    const at = `/api/v1/notification-channels/${hook.id}`;
    await rest('PATCH', at, { name: 'ops', url: `${url}/2` });
    kept('next secret', (await rest('POST', `${at}/rotate`, { keep_seconds: 60 })).secret);
    const [topic, token] = [kept('topic', 'secret-topic-of-ours'), kept('token', 'tk_abcdefghijkl')];
    await press('/notifications/channels', { name: 'phone', kind: 'ntfy', url: target.url, topic, token });
    await press(`/notifications/channels/${hook.id}/rotate`);
    await press(`/notifications/channels/${hook.id}/delete`);
    const entries = await fresh();
    expect(actions(entries)).toEqual([
      'notification_channel.created',
      'notification_channel.changed',
      'notification_channel.rotated',
      'notification_channel.created',
      'notification_channel.rotated',
      'notification_channel.deleted',
    ]);
    const { host } = new URL(target.url);
    expect(entries[0]).toMatchObject({
      target: `notification_channel:${hook.id}`,
      project: 'default',
      address: '127.0.0.1',
      actor: { kind: 'person', name: 'ada <ada@example.com>' },
      detail: { name: 'ops', kind: 'webhook', host },
    });
    expect(entries[1]?.detail).toEqual({ name: 'ops', kind: 'webhook', host, changed: ['url'] });
    expect(entries[2]?.detail).toMatchObject({ keep_seconds: 60 });
    expect(entries[3]?.detail).toEqual({ name: 'phone', kind: 'ntfy', host });
  });

  it('has what becomes of notification rules', async () => {
    const channel = await rest('POST', '/api/v1/notification-channels', { name: 'browsers', kind: 'web_push' });
    await fresh();
    const steps = [{ channel_id: channel.id, after_seconds: 0 }];
    const rule = await rest('POST', '/api/v1/notification-rules', { name: 'all', steps });
    await rest('PUT', `/api/v1/notification-rules/${rule.id}`, { name: 'all', steps, agents: ['cy'] });
    await press(`/notifications/rules/${rule.id}/toggle`);
    await rest('DELETE', `/api/v1/notification-rules/${rule.id}`);
    const entries = await fresh();
    expect(actions(entries)).toEqual([
      'notification_rule.created',
      'notification_rule.changed',
      'notification_rule.changed',
      'notification_rule.deleted',
    ]);
    expect(entries[0]).toMatchObject({ target: `notification_rule:${rule.id}`, detail: { name: 'all', steps } });
    expect(entries.map(({ detail }) => [detail.enabled, detail.agents])).toEqual([
      [true, []],
      [true, ['cy']],
      [false, ['cy']],
      [false, ['cy']],
    ]);
  });

  it('has browsers that subscribe, once, change their keys and go, by themselves too', async () => {
    const endpoint = `${target.url}/push/${kept('endpoint', 'whoever-has-this-can-push')}`;
    const subscribe = (label: string) => {
      const p256dh = createECDH('prime256v1').generateKeys().toString('base64url');
      const auth = kept(`key of ${label}`, randomBytes(16).toString('base64url'));
      const body = { endpoint, label, keys: { p256dh, auth } };
      return { body, send: () => rest('POST', '/api/v1/push-subscriptions', body) };
    };
    const first = subscribe('Firefox');
    const { id } = await first.send();
    await first.send();
    await subscribe('Firefox again').send();
    await rest('DELETE', `/api/v1/push-subscriptions/${id}`);
    await rest('DELETE', `/api/v1/push-subscriptions/${id}`);
    await first.send();
    target.answer = (_, response) => void response.writeHead(410).end();
    const { data } = (await rest('GET', '/api/v1/notification-channels')) as unknown as {
      data: { id: string; name: string }[];
    };
    await rest('POST', `/api/v1/notification-channels/${data.find(({ name }) => name === 'browsers')?.id}/test`);
    const entries = await fresh();
    expect(entries.map(({ action, actor, detail }) => [action, actor.kind, detail.browser])).toEqual([
      ['push_subscription.created', 'person', 'Firefox'],
      ['push_subscription.changed', 'person', 'Firefox again'],
      ['push_subscription.deleted', 'person', 'Firefox again'],
      ['push_subscription.created', 'person', 'Firefox'],
      ['push_subscription.deleted', 'server', 'Firefox'],
    ]);
    expect(new Set(entries.map(({ target: on }) => on))).toEqual(new Set([`push_subscription:${id}`]));
  });

  it('has files that are asked for and taken over, and what is done with plugins', async () => {
    await (await owner.get('/api/v1/events', { accept: 'application/x-ndjson' })).text();
    await (await owner.get('/api/v1/audit?format=csv')).text();
    await rest('POST', '/api/v1/events/import', [{ type: 'agent:started', agent_id: 'cy', session_id: 'run 1' }]);
    await press('/plugins/mode', { id: 'drop-secrets', mode: 'off' });
    await press('/plugins/switch-on', { source: 'filter:drop-secrets' });
    await press('/actions/again', { target: 'run 1' });
    const [event] = (
      (await (await owner.get('/api/v1/events?session_id=run%201')).json()) as { data: { id: string }[] }
    ).data;
    expect((await owner.post('/actions/refuse', { target: event?.id ?? '' })).status).toBe(409);
    expect((await owner.post('/actions/refuse', { target: 'none' })).status).toBe(404);
    const entries = await fresh();
    expect(actions(entries)).toEqual([
      'events.exported',
      'audit.exported',
      'events.imported',
      'plugin.mode',
      'plugin.switched_on',
      'action.run',
      'action.run',
      'action.failed',
    ]);
    expect(entries.slice(2).map(({ target: on, detail }) => [on, detail])).toEqual([
      [null, { accepted: 1, duplicates: 0 }],
      ['filter:drop-secrets', { mode: 'off' }],
      ['filter:drop-secrets', {}],
      ['action:again', { on: 'run 1' }],
      ['action:refuse', { on: event?.id }],
      ['action:refuse', { on: event?.id, code: 'action_refused' }],
    ]);
  });

  it('has nothing of a change that is refused', async () => {
    const refused = [
      ['POST', '/api/v1/notification-channels', { id: 'twice', name: 'b', kind: 'webhook', url: target.url }],
      ['POST', '/api/v1/notification-rules', { name: 'x', steps: [{ channel_id: 'nobody', after_seconds: 0 }] }],
      ['PUT', '/api/v1/notification-rules/nobody', { name: 'x', steps: [] }],
      ['PATCH', '/api/v1/notification-channels/twice', { name: '' }],
      ['DELETE', '/api/v1/notification-channels/nobody', undefined],
      ['DELETE', '/api/v1/notification-rules/nobody', undefined],
      ['POST', '/api/v1/notification-channels/nobody/rotate', {}],
    ] as const;
    await rest('POST', '/api/v1/notification-channels', { id: 'twice', name: 'a', kind: 'web_push' });
    await fresh();
    for (const [method, at, body] of refused) await expect(rest(method, at, body)).rejects.toThrow(/: 4\d\d /);
    expect(await fresh()).toEqual([]);
  });

  /** What it is about, without what the server itself writes there. */
  const TABLES: Readonly<Record<string, string>> = {
    api_keys: '',
    dashboards: '',
    home_dashboards: '',
    memberships: '',
    notification_channels: '',
    notification_rules: '',
    one_time_links: '',
    part_modes: '',
    projects: 'OF name, archived_at, retention_days',
    push_subscriptions: '',
    questions: '',
    sessions: 'OF token_hash',
    users: 'OF name, is_owner',
  };

  it.each([
    ['log', ['CREATE TRIGGER refuses BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse()']],
    [
      'tables',
      // Only when they commit: the entry is written by then.
      Object.entries(TABLES).map(
        ([table, columns]) => `CREATE CONSTRAINT TRIGGER refuses AFTER INSERT OR DELETE OR UPDATE ${columns} ON ${table}
          DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()`,
      ),
    ],
  ])('is kept with the change or neither is: with %s that take nothing nothing changes', async (name, triggers) => {
    const state = async () => {
      const of = async (table: string) =>
        (
          await accounts.query(
            `SELECT to_jsonb(t) - '{last_seen_at,folded_seq}'::text[] AS row FROM ${table} t ORDER BY 1`,
          )
        ).rows;
      return Promise.all(['audit_log', ...Object.keys(TABLES)].map(async (table) => [table, await of(table)]));
    };
    const id = (what: string) => `${what}-${name}`;
    const asked = await rest('POST', '/api/v1/questions', { question: 'Which?', agent_id: 'cy' });
    const steps = [{ channel_id: 'twice', after_seconds: 0 }];
    await rest('POST', '/api/v1/notification-channels', {
      id: id('hook'),
      name: 'h',
      kind: 'webhook',
      url: target.url,
    });
    await rest('POST', '/api/v1/notification-rules', { id: id('rule'), name: 'kept', steps });
    await rest('POST', '/api/v1/dashboards', { id: id('board'), name: 'Kept', panels: [] });
    const [, key = ''] = (await owner.makeKey(['read'], 'stays')).split('_');
    const elsewhere = await WebSession.owner(server);
    await accounts.query(`CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
      AS $$ BEGIN RAISE EXCEPTION 'nothing is taken here'; END $$`);
    for (const trigger of triggers) await accounts.query(trigger);
    const before = await state();
    const p256dh = createECDH('prime256v1').generateKeys().toString('base64url');
    const keys = { p256dh, auth: randomBytes(16).toString('base64url') };
    const changes: readonly (readonly [string, string, unknown?])[] = [
      ['POST', '/api/v1/notification-channels', { name: 'new', kind: 'web_push' }],
      ['PATCH', `/api/v1/notification-channels/${id('hook')}`, { name: 'other' }],
      ['POST', `/api/v1/notification-channels/${id('hook')}/rotate`, {}],
      ['DELETE', `/api/v1/notification-channels/${id('hook')}`],
      ['POST', '/api/v1/notification-rules', { name: 'new', steps }],
      ['PUT', `/api/v1/notification-rules/${id('rule')}`, { name: 'other', steps }],
      ['DELETE', `/api/v1/notification-rules/${id('rule')}`],
      ['POST', '/api/v1/push-subscriptions', { endpoint: `${target.url}/push/2`, keys }],
      ['POST', `/api/v1/questions/${asked.id}/answer`, { value: 'this' }],
      ['POST', '/api/v1/dashboards', { id: 'fresh', name: 'Fresh', panels: [] }],
      ['PUT', `/api/v1/dashboards/${id('board')}`, { name: 'Other', panels: [] }],
      ['PUT', `/api/v1/dashboards/${id('board')}/home`],
      ['DELETE', `/api/v1/dashboards/${id('board')}`],
    ];
    for (const [method, at, body] of changes) await expect(rest(method, at, body)).rejects.toThrow(/: 5\d\d /);
    const forms: readonly (readonly [string, Record<string, string>])[] = [
      ['/settings/keys', { name: 'new', scope: 'read' }],
      [`/settings/keys/${key}/rotate`, { grace_hours: '1' }],
      [`/settings/keys/${key}/revoke`, {}],
      ['/settings/projects', { id: 'new', name: 'New' }],
      ['/settings/projects/shop', { name: 'Other' }],
      ['/settings/projects/shop/archive', {}],
      ['/settings/people/invite', { email: 'new@example.com', role: 'viewer' }],
      ['/plugins/mode', { id: 'drop-secrets', mode: 'on' }],
      ['/account/sessions/end-others', {}],
      ['/logout', {}],
    ];
    for (const [at, fields] of forms) expect([at, (await owner.post(at, fields)).status]).toEqual([at, 500]);
    const { BINNACLE_ADMIN_PASSWORD: password } = ownerEnv;
    expect((await new WebSession(server).signIn('ada@example.com', password)).status).toBe(500);
    expect(await state()).toEqual(before);
    expect((await elsewhere.get('/account')).status).toBe(200);
    for (const table of ['audit_log', ...Object.keys(TABLES)])
      await accounts.query(`DROP TRIGGER IF EXISTS refuses ON ${table}`);
    await rest('PATCH', '/api/v1/notification-channels/twice', { name: id('other') });
    expect(await state()).not.toEqual(before);
  });

  it('has every action that the reference lists', () => {
    expect(LISTED.length).toBeGreaterThan(40);
    expect([...seen, ...ELSEWHERE].sort()).toEqual([...LISTED].sort());
  });

  it('has no secret', async () => {
    const text = JSON.stringify(await whole());
    expect(secrets.size).toBeGreaterThan(15);
    for (const [name, secret] of secrets) expect([name, text.includes(secret)]).toEqual([name, false]);
  });
});
