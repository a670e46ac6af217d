/** A browser without a screen: keeps cookies, finds the token of its pages, sends forms. */
import type { TestServer } from './server.js';

export const OWNER = { email: 'ada@example.com', name: 'ada', password: 'correct horse battery' } as const;

export class WebSession {
  readonly cookies = new Map<string, string>();
  private csrf = '';

  constructor(private readonly server: TestServer) {}

  /** A server's owner, made by the environment: see {@link ownerEnv}. */
  static async owner(server: TestServer): Promise<WebSession> {
    const session = new WebSession(server);
    await session.signIn(OWNER.email, OWNER.password);
    return session;
  }

  async signIn(email: string, password: string): Promise<Response> {
    const answer = await this.post('/login', { email, password });
    if (answer.status === 303) await this.page('/account');
    return answer;
  }

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get csrfToken(): string {
    return this.csrf;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.keep(await this.server.get(path, { accept: 'text/html', cookie: this.cookie, ...headers }));
  }

  /** The text of a page; its token is kept for the forms that follow. */
  async page(path: string): Promise<string> {
    const text = await (await this.get(path)).text();
    this.csrf = /<meta name="csrf-token" content="([^"]+)"/.exec(text)?.[1] ?? this.csrf;
    return text;
  }

  async post(
    path: string,
    fields: Record<string, string> | [string, string][] = {},
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const form = new URLSearchParams(fields);
    if (this.csrf) form.set('_csrf', this.csrf);
    return this.postBody(path, form.toString(), { 'content-type': 'application/x-www-form-urlencoded', ...headers });
  }

  async postBody(path: string, body: string, headers: Record<string, string>): Promise<Response> {
    return this.keep(await this.server.post(path, body, { cookie: this.cookie, ...headers }));
  }

  /** A key as the settings page shows it once. */
  async makeKey(scopes: readonly string[], name = 'test key', more: Record<string, string> = {}): Promise<string> {
    const fields: [string, string][] = [['name', name], ...scopes.map((scope): [string, string] => ['scope', scope])];
    const answer = await this.post('/settings/keys', [...fields, ...Object.entries(more)]);
    const text = await answer.text();
    const key = onceIn(text);
    if (!key) throw new Error(`no key in ${answer.status}: ${text.slice(0, 2_000)}`);
    return key;
  }

  /** Invites somebody and signs them up. */
  async invite(email: string, role: string, password = 'another long password'): Promise<WebSession> {
    const link = onceIn(await (await this.post('/settings/people/invite', { email, role })).text());
    const guest = new WebSession(this.server);
    const [name = ''] = email.split('@');
    const answer = await guest.post(new URL(link).pathname, { name, password });
    if (answer.status !== 303) throw new Error(`${answer.status}: ${await answer.text()}`);
    await guest.page('/account');
    return guest;
  }

  private keep(response: Response): Response {
    for (const header of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
      if (/Max-Age=0\b/.test(header)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }
}

/** What a page shows once: a key, a link. */
export const onceIn = (page: string): string => /<code id="once-text">([^<]+)</.exec(page)?.[1] ?? '';

export const ownerEnv = {
  BINNACLE_ADMIN_EMAIL: OWNER.email,
  BINNACLE_ADMIN_PASSWORD: OWNER.password,
  // What is tried here in a second would be an attack.
  BINNACLE_RATE_LOGIN: '100000',
} as const;
