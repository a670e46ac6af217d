/** Rules, channels and what reaches their other side, over real sockets. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Webhook } from 'standardwebhooks';
import { type Captured, CaptureServer, jsonOf } from '../support/capture-server.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { Notifying } from '../support/notifications.js';
import { Asking } from '../support/questions.js';
import { TestServer } from '../support/server.js';

interface NtfyMessage {
  readonly topic: string;
  readonly message: string;
  readonly click: string;
  readonly actions: readonly { action: string; label: string; url: string; method: string }[];
}

describe('notifications', () => {
  let database: TestDatabase;
  let server: TestServer;
  let target: CaptureServer;
  let asking: Asking;
  let notifying: Notifying;
  let count = 0;
  beforeAll(async () => {
    database = await createTestDatabase();
    target = await CaptureServer.start();
    server = await TestServer.start({ databaseUrl: database.url, env: { BINNACLE_WEBHOOK_ALLOW: '127.0.0.0/8' } });
    asking = new Asking(server);
    notifying = new Notifying(server, asking);
  });
  afterAll(async () => {
    await server?.stop();
    await target?.close();
    await database?.drop();
  });

  const agent = () => `agent-${count++}`;
  /** What time would do. */
  const inDatabase = async (sql: string) => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  const webhook = (path: string, fields: object = {}) =>
    notifying.channel({ kind: 'webhook', url: `${target.url}${path}`, ...fields });
  const verified = (secret: string | null, { body, headers }: Captured) =>
    new Webhook(secret ?? '').verify(body.toString('utf8'), headers as Record<string, string>) as Record<string, never>;

  describe('a webhook', () => {
    it('is signed as Standard Webhooks says, tells the question, and is logged', async () => {
      const [name, path] = [agent(), '/signed'];
      const channel = await webhook(path);
      const rule = await notifying.rule(name, [[0, channel]]);
      const question = await asking.ask({ agent_id: name, question: 'Which format?', options: ['json', 'csv'] });
      const [request] = await target.until(path);
      const log = await notifying.until(`rule_id=${rule}`, ([one]) => one?.state === 'sent');
      expect(verified(channel.secret, request!)).toMatchObject({
        type: 'agent.blocked',
        data: {
          agent_id: name,
          question_id: question.id,
          question: { options: ['json', 'csv'], state: 'open' },
          answer_url: `${server.url}/inbox?question=${question.id}`,
          rule: { id: rule, step: 0 },
        },
      });
      expect(request?.headers['webhook-id']).toBe(`msg_${log[0]?.id}`);
      expect(log).toMatchObject([{ state: 'sent', status: 200, attempts: 1, subject_id: question.id, error: null }]);
      expect(() => verified('whsec_bm90IHRoZSBzZWNyZXQgb2YgdGhpcyBjaGFubmVs', request!)).toThrow();
    });

    it('is signed by both secrets while they change over, and neither is ever shown again', async () => {
      const path = '/rotated';
      const channel = await webhook(path, { secret: 'whsec_bm9ib2R5IGtub3dzIHRoaXMgc2VjcmV0IGJ1dCB1cw==' });
      const where = `/api/v1/notification-channels/${channel.id}`;
      const [, rotated] = await asking.call('POST', `${where}/rotate`, { keep_seconds: 60 });
      const next = (rotated as unknown as { secret: string }).secret;
      expect(await notifying.test(channel)).toMatchObject({ state: 'sent', event: 'test', rule_id: null });
      const [request] = await target.until(path);
      expect(String(request?.headers['webhook-signature']).split(' ')).toHaveLength(2);
      for (const secret of [channel.secret, next])
        expect(verified(secret, request!)).toMatchObject({ type: 'binnacle.test' });
      const [, shown] = await asking.call('GET', where);
      expect(shown).toMatchObject({ secrets: [{ valid_until: null }, { valid_until: expect.any(String) }] });
      const everything = JSON.stringify([shown, await server.json('/api/v1/notification-channels')]);
      for (const secret of [channel.secret!, next]) expect(everything).not.toContain(secret.slice(6, -5));

      await asking.call('POST', `${where}/rotate`, { keep_seconds: 0 });
      await notifying.test(channel);
      const [, last] = await target.until(path, 2);
      expect(String(last?.headers['webhook-signature']).split(' ')).toHaveLength(1);
      for (const secret of [channel.secret, next]) expect(() => verified(secret, last!)).toThrow();
    });

    it('that fails is tried again with the same id, and another channel is not kept waiting', async () => {
      const name = agent();
      const [flaky, steady] = [await webhook('/flaky'), await webhook('/steady')];
      target.answer = ({ path }, response) => {
        response.writeHead(path === '/flaky' && target.of('/flaky').length === 1 ? 503 : 200).end();
      };
      await notifying.rule(name, [
        [0, flaky],
        [0, steady],
      ]);
      const { id } = await asking.ask({ agent_id: name, question: 'Go?' });
      const log = await notifying.until(`subject_id=${id}`, (found) => found.some(({ attempts }) => attempts === 1));
      await target.until('/steady');
      const failed = await notifying.until(`subject_id=${id}&channel_id=${flaky.id}`, ([one]) => one?.status === 503);
      expect(failed).toMatchObject([{ state: 'waiting', attempts: 1, error: expect.stringContaining('503') }]);
      expect(log).toHaveLength(2);
      const [first, second] = await target.until('/flaky', 2);
      expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
      expect(second!.at - first!.at).toBeGreaterThan(4_000);
      await notifying.until(`subject_id=${id}&state=sent`, (found) => found.length === 2);
      expect(target.of('/steady')).toHaveLength(1);
    });

    it('follows no redirect', async () => {
      target.answer = (_, response) => void response.writeHead(302, { location: `${target.url}/elsewhere` }).end();
      expect(await notifying.test(await webhook('/moved'))).toMatchObject({ state: 'failed', status: 302 });
      target.answer = (_, response) => void response.writeHead(200).end();
      expect(target.of('/elsewhere')).toEqual([]);
    });
  });

  describe('a rule', () => {
    it('escalates step by step while the question is open, and stops when it is answered', async () => {
      const name = agent();
      const [one, two, three] = [await webhook('/step-1'), await webhook('/step-2'), await webhook('/step-3')];
      const rule = await notifying.rule(name, [
        [0, one],
        [1, two],
        [3_600, three],
      ]);
      const { id } = await asking.ask({ agent_id: name, question: 'Anybody?' });
      const [[first], [second]] = [await target.until('/step-1'), await target.until('/step-2')];
      expect(second!.at - first!.at).toBeGreaterThan(500);
      await asking.answer(id, { answer: 'yes' });
      const log = await notifying.until(`rule_id=${rule}`, (all) => all.every(({ state }) => state !== 'waiting'));
      expect(log.map(({ step, state }) => [step, state])).toEqual([
        [2, 'not_needed'],
        [1, 'sent'],
        [0, 'sent'],
      ]);
      expect(target.of('/step-3')).toEqual([]);
    });

    it('is for the agents and kinds it names, and for what comes after it', async () => {
      const prefix = agent();
      const before = await asking.ask({ agent_id: `${prefix}-a`, question: 'Too early', options: ['x'] });
      const channel = await webhook('/chosen');
      const rule = await notifying.rule(`${prefix}-*`, [[0, channel]], { kinds: ['choice'] });
      await asking.ask({ agent_id: `${prefix}-a`, question: 'Wrong kind' });
      await asking.ask({ agent_id: 'somebody else', question: 'Wrong agent', options: ['x'] });
      const right = await asking.ask({ agent_id: `${prefix}-b`, question: 'Right', options: ['x'] });
      await target.until('/chosen');
      const log = await notifying.log(`rule_id=${rule}`);
      expect(log.map(({ subject_id }) => subject_id)).toEqual([right.id]);
      expect(before.id).not.toBe(right.id);
    });

    it('leaves a question alone that somebody is answering, until they let go', async () => {
      const name = agent();
      const rule = await notifying.rule(name, [[1, await webhook('/claimed')]], { skip_claimed: true });
      const { id } = await asking.ask({ agent_id: name, question: 'Whose is it?' });
      await asking.call('POST', `/api/v1/questions/${id}/claim`, { by: 'Ada', seconds: 3 });
      const [request] = await target.until('/claimed');
      const [sent] = await notifying.until(`rule_id=${rule}`, ([one]) => one?.state === 'sent');
      expect(sent).toMatchObject({ attempts: 1 });
      expect(jsonOf<{ data: { question: { claimed_by: null } } }>(request!).data.question.claimed_by).toBeNull();
    });

    it('tells of overdue questions, and of agents that fail', async () => {
      const name = agent();
      await notifying.rule(name, [[0, await webhook('/overdue')]], { event: 'overdue' });
      const failing = agent();
      await notifying.rule(failing, [[0, await webhook('/failed')]], { event: 'failed' });
      const { id } = await asking.ask({
        agent_id: name,
        question: 'In time?',
        timeout_seconds: 0.5,
        on_timeout: 'wait',
      });
      await server.send({
        id: `${failing}-fails`,
        type: 'agent:failed',
        agent_id: failing,
        payload: { error: 'out of memory' },
      });
      expect(jsonOf((await target.until('/failed'))[0]!)).toMatchObject({
        type: 'agent.failed',
        data: { text: 'out of memory', event_id: `${failing}-fails`, question_id: null },
      });
      expect(jsonOf((await target.until('/overdue'))[0]!)).toMatchObject({
        type: 'question.overdue',
        data: { question_id: id },
      });
    });

    it('tells of an answer that no agent takes, and not any more once one has', async () => {
      const name = agent();
      const rule = await notifying.rule(
        name,
        [
          [0, await webhook('/undelivered')],
          [2, await webhook('/undelivered-later')],
        ],
        { event: 'undelivered' },
      );
      const { id } = await asking.ask({ agent_id: name, question: 'Anybody there?' });
      await asking.answer(id, { answer: 'yes' });
      expect(await notifying.log(`rule_id=${rule}`)).toEqual([]);
      await inDatabase(`UPDATE questions SET closed_at = closed_at - interval '2 minutes' WHERE id = '${id}'`);
      expect(jsonOf((await target.until('/undelivered'))[0]!)).toMatchObject({
        type: 'question.undelivered',
        data: { question_id: id, agent_id: name, question: { state: 'answered', answer: 'yes', delivered_at: null } },
      });
      expect(await asking.wait(id)).toMatchObject({ answer: 'yes' });
      const log = await notifying.until(`rule_id=${rule}`, (all) => all.every(({ state }) => state !== 'waiting'));
      expect(log.map(({ step, state, event }) => [step, state, event])).toEqual([
        [1, 'not_needed', 'undelivered'],
        [0, 'sent', 'undelivered'],
      ]);
      expect(target.of('/undelivered-later')).toEqual([]);
    });

    it('sends nothing that it planned once it is deleted or switched off', async () => {
      const name = agent();
      const channel = await webhook('/deleted');
      const rule = await notifying.rule(name, [[5, channel]]);
      const { id } = await asking.ask({ agent_id: name, question: 'Go?' });
      await notifying.until(`subject_id=${id}`, (log) => log.length === 1);
      expect((await asking.call('DELETE', `/api/v1/notification-channels/${channel.id}`))[1].code).toBe(
        'channel_in_use',
      );
      await fetch(`${server.url}/api/v1/notification-rules/${rule}`, { method: 'DELETE' });
      await notifying.until(`subject_id=${id}`, ([one]) => one?.state === 'not_needed');
      expect(target.of('/deleted')).toEqual([]);
    });
  });

  it('are forgotten a month later, when a server starts', async () => {
    const channel = await webhook('/forgotten');
    const [old, young] = [await notifying.test(channel), await notifying.test(channel)];
    await inDatabase(
      `UPDATE notification_deliveries SET finished_at = now() - interval '31 days' WHERE id = '${old.id}'`,
    );
    const other = await TestServer.start({ databaseUrl: database.url });
    const left = await notifying.until(`channel_id=${channel.id}`, (log) => log.length === 1);
    await other.stop();
    expect(left.map(({ id }) => id)).toEqual([young.id]);
  }, 90_000);

  it('go to Slack as text with a button that is a link, and nothing an agent writes is markup there', async () => {
    const name = agent();
    const channel = await notifying.channel({ kind: 'slack', url: `${target.url}/services/T0/B0/secret-part` });
    expect(channel.target).toBe(`${target.url}/…part`);
    await notifying.rule(name, [[0, channel]]);
    const { id } = await asking.ask({ agent_id: name, question: 'Tell <!channel> & go?' });
    const [request] = await target.until('/services/T0/B0/secret-part');
    expect(jsonOf(request!)).toMatchObject({
      text: `${name} asks: Tell &lt;!channel&gt; &amp; go?`,
      blocks: [
        { type: 'section' },
        { type: 'actions', elements: [{ type: 'button', url: `${server.url}/inbox?question=${id}` }] },
      ],
    });
  });

  describe('ntfy', () => {
    const told = async (name: string, fields: object, channelFields: object = {}) => {
      const topic = `topic-${count++}`;
      const channel = await notifying.channel({
        kind: 'ntfy',
        url: target.url,
        topic,
        name: 'phone',
        ...channelFields,
      });
      await notifying.rule(name, [[0, channel]]);
      const question = await asking.ask({ agent_id: name, ...fields });
      for (;;) {
        const found = target.of('/').find((request) => jsonOf<NtfyMessage>(request).topic === topic);
        if (found) return { question, request: found, message: jsonOf<NtfyMessage>(found) };
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };

    it('opens the question by a tap, and answers it by a button; a button works once', async () => {
      const { question, message, request } = await told(
        agent(),
        { question: 'Which?', options: ['json', { value: 'csv', label: 'Commas' }, 'xml', 'toml'] },
        { token: 'tk_abcdefghijkl' },
      );
      expect(request.headers.authorization).toBe('Bearer tk_abcdefghijkl');
      expect(message).toMatchObject({ message: 'Which?', click: `${server.url}/inbox?question=${question.id}` });
      expect(message.actions.map(({ label, action, method }) => [action, method, label])).toEqual([
        ['http', 'POST', 'json'],
        ['http', 'POST', 'Commas'],
        ['http', 'POST', 'xml'],
      ]);
      const [first, second] = message.actions;
      // What a preview of a link does.
      expect((await fetch(second!.url)).status).toBe(404);
      expect(await asking.see(question.id)).toMatchObject({ state: 'open' });
      const pressed = await fetch(second!.url, { method: 'POST' });
      expect([pressed.status, await pressed.json()]).toEqual([
        200,
        { question_id: question.id, answer: 'csv', answered_by: 'ntfy (phone)' },
      ]);
      for (const { url } of [first!, second!]) {
        const again = await fetch(url, { method: 'POST' });
        expect([again.status, await again.json()]).toEqual([
          410,
          expect.objectContaining({ code: 'answer_token_spent' }),
        ]);
      }
      expect(await asking.see(question.id)).toMatchObject({ answer: 'csv', answered_by: 'ntfy (phone)' });
    });

    it('loses to an answer that came first, and says whose', async () => {
      const { question, message } = await told(agent(), {
        question: 'Go?',
        action: { tool: 'deploy', args: { to: 'eu' } },
      });
      expect(message.message).toContain('"to": "eu"');
      expect(message.actions.map(({ label }) => label)).toEqual(['Approve', 'Reject']);
      await asking.answer(question.id, { decision: 'reject' });
      const late = await fetch(message.actions[0]!.url, { method: 'POST' });
      expect([late.status, await late.json()]).toEqual([
        409,
        expect.objectContaining({ code: 'question_closed', answered_by: 'Ada' }),
      ]);
    });

    it('keeps no token in the database, and refuses one that is over or made up', async () => {
      const { message } = await told(agent(), { question: 'Go?', options: ['yes'] });
      const token = message.actions[0]!.url.split('/').at(-1)!;
      const pg = await import('pg');
      const client = new pg.default.Client({ connectionString: database.url });
      await client.connect();
      const { rows } = await client.query('SELECT * FROM notification_tokens');
      expect(JSON.stringify(rows)).not.toContain(token);
      await client.query(`UPDATE notification_tokens SET expires_at = now() - interval '1 second'`);
      await client.end();
      const over = await fetch(message.actions[0]!.url, { method: 'POST' });
      expect([over.status, await over.json()]).toEqual([
        410,
        expect.objectContaining({ code: 'answer_token_expired' }),
      ]);
      for (const made of ['x', 'A'.repeat(43), '%00', `${token}A`]) {
        expect((await fetch(`${server.url}/notify/answer/${made}`, { method: 'POST' })).status).toBe(404);
      }
    });

    it('offers to approve only what it shows whole', async () => {
      const long = await told(agent(), {
        question: 'Go?',
        action: { tool: 'write', args: { text: 'x'.repeat(5_000) } },
      });
      expect(long.message.actions.map(({ label }) => label)).toEqual(['Reject']);
      const words = await told(agent(), { question: 'What shall I do?' });
      expect(words.message.actions).toEqual([]);
      const without = await told(agent(), { question: 'Go?', options: ['yes'] }, { answers: false });
      expect(without.message.actions).toEqual([]);
    });
  });

  it.each([
    ['http://127.0.0.2:1/', undefined],
    ['http://10.0.0.1/', 'target_refused'],
    ['http://0x0a000001/', 'target_refused'],
    ['http://[::ffff:192.168.0.1]/', 'target_refused'],
    ['http://169.254.169.254/latest/meta-data', 'target_refused'],
    ['ftp://example.com/', 'field_invalid'],
    ['http://user:word@example.com/', 'field_invalid'],
    ['/relative', 'field_invalid'],
  ])('may go to %s: %s', async (url, code) => {
    const [status, body] = await asking.call('POST', '/api/v1/notification-channels', {
      kind: 'webhook',
      name: 'x',
      url,
    });
    expect([status, body.code]).toEqual([code ? 400 : 201, code]);
  });

  it.each([
    ['channels', {}, 'kind'],
    ['channels', { kind: 'webhook' }, 'name'],
    ['channels', { kind: 'webhook', name: 'x' }, 'url'],
    ['channels', { kind: 'webhook', name: 'x', url: 'https://example.com/', secret: 'short' }, 'secret'],
    ['channels', { kind: 'ntfy', name: 'x', topic: 'a b' }, 'topic'],
    ['channels', { kind: 'slack', name: 'x', url: 'https://example.com/', topic: 'x' }, 'topic'],
    ['channels', { kind: 'web_push', name: 'x', id: 'No' }, 'id'],
    ['rules', { name: 'x' }, 'steps'],
    ['rules', { name: 'x', steps: [] }, 'steps'],
    ['rules', { name: 'x', steps: [{ channel_id: 'c', after_seconds: -1 }] }, 'after_seconds'],
    ['rules', { name: 'x', steps: [{ channel_id: 'c' }], event: 'birthday' }, 'event'],
    ['rules', { name: 'x', steps: [{ channel_id: 'c' }], kinds: ['odd'] }, 'kinds[0]'],
    ['rules', { name: 'x', steps: [{ channel_id: 'c' }], agents: [''] }, 'agents[0]'],
    ['rules', { name: 'x', steps: [{ channel_id: 'c' }], more: 1 }, 'more'],
  ])('of %s refuse %j naming %s', async (what, fields, field) => {
    const [status, body] = await asking.call('POST', `/api/v1/notification-${what}`, fields);
    expect([status, body.code, body.detail]).toEqual([400, 'field_invalid', expect.stringContaining(`\`${field}\``)]);
  });

  it('answer 404 for a rule to a channel that is not there', async () => {
    const [status, body] = await asking.call('POST', '/api/v1/notification-rules', {
      name: 'x',
      steps: [{ channel_id: 'nowhere' }],
    });
    expect([status, body.code]).toEqual([404, 'channel_not_found']);
  });
});
