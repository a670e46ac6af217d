/** Signing in at an OpenID provider: a real one, in this process. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Provider from 'oidc-provider';
import { freePort } from '../../libs/persistence/src/embedded/free-port.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { ownerEnv, WebSession } from '../support/web-session.js';

describe('signing in at a provider', () => {
  let database: TestDatabase;
  let server: TestServer;
  let provider: Server;
  let issuer: string;
  /** Whoever signs in at the provider, by their id there. */
  const people = new Map<string, { email: string; email_verified: boolean; name: string }>();

  beforeAll(async () => {
    database = await createTestDatabase();
    const port = await freePort();
    provider = createServer();
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    const oidc = new Provider(issuer, {
      clients: [
        {
          client_id: 'binnacle',
          client_secret: 'a secret of both',
          redirect_uris: [`http://127.0.0.1:${port}/login/oidc/callback`],
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      pkce: { required: () => true },
      findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
    });
    provider.on('request', oidc.callback());
    server = await TestServer.start({
      databaseUrl: database.url,
      port,
      env: {
        ...ownerEnv,
        BINNACLE_OIDC_ISSUER: issuer,
        BINNACLE_OIDC_CLIENT_ID: 'binnacle',
        BINNACLE_OIDC_CLIENT_SECRET: 'a secret of both',
        BINNACLE_OIDC_NAME: 'Example ID',
        BINNACLE_OIDC_DOMAINS: 'team.example',
      },
    });
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    provider?.close();
    provider?.closeAllConnections();
    await database?.drop();
  });

  /** What a browser does at the provider: follows, signs in, agrees. @returns the address it is sent back to */
  async function atProvider(start: string, id: string): Promise<string> {
    const cookies = new Map<string, string>();
    let url = start;
    for (let step = 0; step < 15; step += 1) {
      if (url.startsWith(server.url)) return url;
      const isForm = url.includes('/interaction/');
      const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
      let answer = await fetch(url, { headers, redirect: 'manual' });
      if (isForm && answer.status === 200) {
        const page = await answer.text();
        const [, prompt = ''] = /name="prompt" value="([^"]+)"/.exec(page) ?? [];
        const [, action = ''] = /action="([^"]+)"/.exec(page) ?? [];
        const body = new URLSearchParams({ prompt, ...(prompt === 'login' && { login: id, password: 'x' }) });
        answer = await fetch(new URL(action, url), { method: 'POST', headers, body, redirect: 'manual' });
      }
      for (const header of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
        cookies.set(name, value);
      }
      const next = answer.headers.get('location');
      if (!next) throw new Error(`${answer.status} at ${url}: ${(await answer.text()).slice(0, 500)}`);
      url = new URL(next, url).href;
    }
    throw new Error('the provider never came back');
  }
  const begin = async (browser: WebSession, next = '/') => {
    const answer = await browser.get(`/login/oidc?next=${encodeURIComponent(next)}`);
    return answer.headers.get('location') ?? '';
  };
  const comeBack = (browser: WebSession, url: string) => browser.get(url.slice(server.url.length));
  const signIn = async (id: string, next = '/') => {
    const browser = new WebSession(server);
    const answer = await comeBack(browser, await atProvider(await begin(browser, next), id));
    return { browser, answer };
  };

  it('asks with code, PKCE, state and nonce', async () => {
    const url = new URL(await begin(new WebSession(server)));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{20,}$/),
      nonce: expect.stringMatching(/^[\w-]{20,}$/),
    });
    expect(await new WebSession(server).page('/login')).toContain('Sign in with Example ID');
  });

  it('lets in who was invited by their verified address, and goes where they wanted', async () => {
    people.set('1', { email: 'ada@example.com', email_verified: true, name: 'Ada at the provider' });
    const { browser, answer } = await signIn('1', '/history');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/history']);
    expect(await browser.page('/account')).toContain('ada@example.com');
  });

  it('lets in a colleague of an allowed domain as a viewer', async () => {
    people.set('2', { email: 'new@team.example', email_verified: true, name: 'New' });
    const { browser } = await signIn('2');
    expect((await browser.get('/api/v1/events')).status).toBe(200);
    expect((await browser.get('/settings/keys', { accept: 'application/json' })).status).toBe(403);
    // Known by who they are at the provider from now on, whatever their address becomes.
    people.set('2', { email: 'renamed@elsewhere.example', email_verified: true, name: 'New' });
    expect((await signIn('2')).answer.status).toBe(303);
  });

  it('writes down who came so for the first time', async () => {
    const owner = await WebSession.owner(server);
    const answer = await owner.get('/api/v1/audit?whole=1&action=account.*', { accept: 'application/json' });
    const { data } = (await answer.json()) as { data: { action: string; actor: { name: string } }[] };
    expect(data.map(({ action, actor }) => [action, actor.name])).toEqual([
      ['account.joined', 'New <new@team.example>'],
      ['account.linked', 'ada <ada@example.com>'],
      ['account.first', 'ada <ada@example.com>'],
    ]);
  });

  it('lets in nobody else: a stranger, or an address that the provider does not vouch for', async () => {
    people.set('3', { email: 'stranger@elsewhere.example', email_verified: true, name: 'Stranger' });
    people.set('4', { email: 'ada@example.com', email_verified: false, name: 'Not Ada' });
    for (const id of ['3', '4']) {
      const { browser, answer } = await signIn(id);
      expect(answer.status).toBe(403);
      expect(browser.cookies.has('binnacle_session')).toBe(false);
    }
  });

  it('takes no answer that this browser did not ask for, and none twice', async () => {
    const browser = new WebSession(server);
    const back = await atProvider(await begin(browser), '1');
    expect((await comeBack(new WebSession(server), back)).status).toBe(403);
    const other = new WebSession(server);
    await begin(other);
    expect((await comeBack(other, back)).status).toBe(403);
    const forged = back.replace(/state=[^&]+/, 'state=forged');
    const begun = new Map(browser.cookies);
    expect((await comeBack(browser, forged)).status).toBe(403);
    expect(browser.cookies.has('binnacle_sign_in')).toBe(false);
    for (const [name, value] of begun) browser.cookies.set(name, value);
    expect((await comeBack(browser, back)).status).toBe(303);
    for (const [name, value] of begun) browser.cookies.set(name, value);
    expect((await comeBack(browser, back)).status).toBe(403);
  });
});
