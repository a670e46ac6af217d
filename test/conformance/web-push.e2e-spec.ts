/** Web Push as a push service and a browser see it, and a rule that names the notifier of a plugin. */
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Captured, CaptureServer, jsonOf } from '../support/capture-server.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { type MadeChannel, Notifying } from '../support/notifications.js';
import { Asking } from '../support/questions.js';
import { TestServer } from '../support/server.js';

/** The keys a browser makes when it subscribes. */
class Browser {
  private readonly ecdh = createECDH('prime256v1');
  private readonly auth = randomBytes(16);
  private readonly publicKey = this.ecdh.generateKeys();

  readonly keys = { p256dh: this.publicKey.toString('base64url'), auth: this.auth.toString('base64url') };

  /** As RFC 8291 and RFC 8188 say: one record. */
  read({ body }: Captured): Record<string, unknown> {
    const [salt, length] = [body.subarray(0, 16), body[20] ?? 0];
    const senderKey = body.subarray(21, 21 + length);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.publicKey, senderKey]);
    const ikm = Buffer.from(hkdfSync('sha256', this.ecdh.computeSecret(senderKey), this.auth, info, 32));
    const derive = (name: string, bytes: number) =>
      Buffer.from(hkdfSync('sha256', ikm, salt, `Content-Encoding: ${name}\0`, bytes));
    const record = body.subarray(21 + length);
    const cipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
    cipher.setAuthTag(record.subarray(-16));
    const text = Buffer.concat([cipher.update(record.subarray(0, -16)), cipher.final()]);
    return JSON.parse(text.subarray(0, text.lastIndexOf(2)).toString('utf8'));
  }
}

describe('Web Push', () => {
  let database: TestDatabase;
  let server: TestServer;
  let target: CaptureServer;
  let asking: Asking;
  let notifying: Notifying;
  let channel: MadeChannel;
  const start = async () => {
    server = await TestServer.start({
      databaseUrl: database.url,
      cwd: path.resolve(import.meta.dirname, '../fixtures/kinds'),
      env: {
        BINNACLE_WEBHOOK_ALLOW: '127.0.0.1',
        BINNACLE_PLUGINS: './siren.ts',
        BINNACLE_SIREN_URL: `${target.url}/siren`,
      },
    });
    asking = new Asking(server);
    notifying = new Notifying(server, asking);
  };
  beforeAll(async () => {
    database = await createTestDatabase();
    target = await CaptureServer.start();
    await start();
    channel = await notifying.channel({ kind: 'web_push', name: 'browsers' });
    await notifying.rule('pusher', [[0, channel]]);
  });
  afterAll(async () => {
    await server?.stop();
    await target?.close();
    await database?.drop();
  });

  const publicKey = async () =>
    (await server.json<{ public_key: string }>('/api/v1/push-subscriptions/key')).public_key;
  const subscribe = (endpoint: string, { keys }: Browser) =>
    asking.call('POST', '/api/v1/push-subscriptions', { endpoint, keys, expirationTime: null });

  it('without any browser fails, and says what to do', async () => {
    expect(await notifying.test(channel)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('no browser'),
    });
  });

  it('reaches the browser, encrypted for it, signed by a key that stays, urgent, by the topic of the question', async () => {
    const browser = new Browser();
    const before = await publicKey();
    expect((await subscribe(`${target.url}/push/one`, browser))[0]).toBe(201);
    await server.stop();
    await start();
    expect(await publicKey()).toBe(before);
    target.answer = (_, response) => void response.writeHead(201).end();
    const { id } = await asking.ask({ agent_id: 'pusher', question: 'Push?' });
    const [request] = await target.until('/push/one');
    expect(browser.read(request!)).toMatchObject({
      title: 'pusher asks',
      body: 'Push?',
      url: `${server.url}/inbox?question=${id}`,
      tag: id,
    });
    expect(request?.headers).toMatchObject({
      urgency: 'high',
      ttl: '86400',
      'content-encoding': 'aes128gcm',
      topic: expect.stringMatching(/^[A-Za-z0-9_-]{32}$/),
    });
    const [, token = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(request?.headers.authorization ?? '') ?? [];
    expect(key).toBe(before);
    const [head = '', claims = '', signature = ''] = token.split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ aud: target.url });
    const point = Buffer.from(key, 'base64url');
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    };
    const verifier = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
    expect(verify('sha256', Buffer.from(`${head}.${claims}`), verifier, Buffer.from(signature, 'base64url'))).toBe(
      true,
    );
  });

  it('forgets a browser that is gone, and goes on to the others', async () => {
    for (const name of ['gone', 'lost']) await subscribe(`${target.url}/push/${name}`, new Browser());
    target.answer = ({ path: at }, response) =>
      void response.writeHead(at.endsWith('gone') ? 410 : at.endsWith('lost') ? 404 : 201).end();
    expect(await notifying.test(channel)).toMatchObject({ state: 'sent' });
    expect(await notifying.test(channel)).toMatchObject({ state: 'sent' });
    expect([target.of('/push/gone').length, target.of('/push/lost').length]).toEqual([1, 1]);
  });

  it.each([
    ['http://10.0.0.1/', {}, 'target_refused'],
    ['https://push.example.com/', { p256dh: 'x' }, 'field_invalid'],
    ['https://push.example.com/', { auth: '' }, 'field_invalid'],
  ])('takes no subscription to %s with %j', async (endpoint, keys, code) => {
    const [status, body] = await asking.call('POST', '/api/v1/push-subscriptions', {
      endpoint,
      keys: { ...new Browser().keys, ...keys },
    });
    expect([status, body.code]).toEqual([400, code]);
  });

  it('has a service worker of its own origin, under the policy of every page', async () => {
    const response = await server.get('/service-worker.js');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/javascript');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  it('is one of many: a rule may name the notifier of a plugin, which is told of nothing else', async () => {
    target.answer = (_, response) => void response.writeHead(200).end();
    const siren = await notifying.channel({ kind: 'plugin', name: 'siren', notifier: 'siren' });
    const rule = await notifying.rule('loud', [[0, siren]]);
    await asking.ask({ agent_id: 'quiet', question: 'Not for the siren' });
    const { id } = await asking.ask({ agent_id: 'loud', question: 'Help?' });
    const [request] = await target.until('/siren');
    const [delivery] = await notifying.until(`rule_id=${rule}`, ([one]) => one?.state === 'sent');
    expect(jsonOf(request!)).toEqual({
      id: delivery?.id,
      text: 'loud asks: Help?',
      url: `${server.url}/inbox?question=${id}`,
      event: id,
    });
    expect(target.of('/siren')).toHaveLength(1);
    const [status, body] = await asking.call('POST', '/api/v1/notification-channels', {
      kind: 'plugin',
      name: 'x',
      notifier: 'nobody',
    });
    expect([status, body.code]).toEqual([404, 'plugin_part_not_found']);
  });
});
