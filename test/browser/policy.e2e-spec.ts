/** Every page under the strict policy, in a real Chromium that reports each violation: no inline script or style, no eval. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { describeBrowser } from '../support/chromium.js';
import { ownerEnv, WebSession } from '../support/web-session.js';
import { Stage } from './support.js';

const PAGES = [
  '/',
  '/projector',
  '/mobile',
  '/history',
  '/history?query=agnet:x',
  '/inbox',
  '/inbox/answered',
  '/inbox/rules',
  '/agents',
  '/agents/scout',
  '/sessions',
  '/sessions/run-1',
  '/graphs',
  '/dashboards',
  '/dashboards/new',
  '/plugins',
  '/storage',
  '/connect',
  '/login',
  '/no-such-page',
];

const HOSTILE = '"><script>window.pwned = 1</script><style>*{display:none}</style><img src=x onerror="pwned=1">';

describeBrowser('the content security policy', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set();
    await stage.server.send([
      { id: 'start', type: 'agent:started', agent_id: 'scout', session_id: 'run-1', graph_id: 'g' },
      { type: 'agent:failed', agent_id: 'scout', session_id: 'run-1', payload: { error: HOSTILE } },
      { type: 'tool:called', agent_id: HOSTILE, payload: { tool_name: HOSTILE, args: { url: 'javascript:pwned=1' } } },
      {
        type: 'agent:blocked',
        agent_id: 'scout',
        payload: { msg_id: 'm', question: HOSTILE, options: [HOSTILE, 'no'] },
      },
    ]);
  }, 120_000);
  afterAll(() => stage?.strike());

  it('would be seen to be broken', async () => {
    const page = await stage.page('/');
    const violated = await page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => resolve(violatedDirective));
          const script = document.createElement('script');
          script.textContent = 'window.ran = true';
          document.body.append(script);
        }),
    );
    expect(violated).toMatch(/^script-src/);
    expect(await page.evaluate(() => 'ran' in window)).toBe(false);
    await page.context().close();
    stage.complaints.length = 0;
  });

  it.each(PAGES)('holds on %s, with hostile events on it', async (path) => {
    const context = await stage.browser.newContext();
    await holds(stage, context, path);
    await context.close();
  });
});

describeBrowser('the content security policy where people sign in', () => {
  let stage: Stage;
  let owner: WebSession;
  let headers: Record<string, string>;
  const cookies = () =>
    [...owner.cookies].map(([name, value]) => ({ name, value, url: stage.server.url, httpOnly: true }));
  beforeAll(async () => {
    stage = await Stage.set({ ...ownerEnv, HOST: '127.0.0.1' });
    owner = await WebSession.owner(stage.server);
    await owner.page('/settings/projects');
    await owner.post('/settings/projects', { id: 'hostile', name: HOSTILE.slice(0, 80) });
    headers = { authorization: `Bearer ${await owner.makeKey(['ingest'], HOSTILE.slice(0, 80))}` };
    await owner.invite('vic@example.com', 'viewer');
    await owner.post('/settings/people/invite', { email: `"onload="a"@example.com`, role: 'viewer' });
    await owner.get('/account', { 'user-agent': HOSTILE });
  }, 120_000);
  afterAll(() => stage?.strike());

  it.each([
    '/',
    '/account',
    '/settings/projects',
    '/settings/people',
    '/settings/keys',
    '/settings/audit',
    '/settings/audit?whole=1',
    `/settings/audit?actor=${encodeURIComponent(HOSTILE)}`,
    '/invite/no-such-link',
    '/reset/no-such-link',
  ])('holds on %s, with hostile names on it', async (path) => {
    const context = await stage.browser.newContext();
    await context.addCookies(cookies());
    await holds(stage, context, path, { headers });
    await context.close();
  });

  it('holds where a secret is shown once', async () => {
    const context = await stage.browser.newContext();
    await context.addCookies(cookies());
    const act = async (page: Page) => {
      await page.getByLabel('Name').fill(HOSTILE.slice(0, 80));
      await page.getByRole('button', { name: 'Make the key' }).click();
      await page.locator('#once-text').waitFor();
    };
    await holds(stage, context, '/settings/keys', { headers, act });
    await context.close();
  });
});

/** No violation on the page, now or when something arrives, and nothing of what the policy forbids in its document. */
async function holds(
  stage: Stage,
  context: BrowserContext,
  path: string,
  { headers = {}, act }: { headers?: Record<string, string>; act?: (page: Page) => Promise<void> } = {},
): Promise<void> {
  const violations: string[] = [];
  await context.exposeFunction('violated', (what: string) => violations.push(what));
  await context.addInitScript(() => {
    document.addEventListener(
      'securitypolicyviolation',
      ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
        const report = (window as unknown as { violated(what: string): void }).violated;
        report(`${violatedDirective} ${blockedURI} at ${sourceFile}:${lineNumber}`);
      },
    );
  });
  const page = await context.newPage();
  const response = await page.goto(`${stage.server.url}${path}`);
  expect(response?.headers()['content-security-policy']).toContain("script-src 'self';style-src 'self';");
  // Who is not let in sees another page, which would prove nothing.
  if (headers.authorization) expect(response?.request().redirectedFrom()).toBeNull();
  await page.locator('main, body').first().waitFor();
  await act?.(page);
  // What arrives live is under the same policy.
  const sent = { type: 'agent:started', agent_id: `<style>${path}</style>` };
  expect((await stage.server.post('/api/v1/events', sent, headers)).status).toBe(200);
  await page.waitForLoadState('load');
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  expect(violations).toEqual([]);
  const inline = await page.evaluate(() => ({
    scripts: [...document.scripts].filter(({ src, type }) => !src && type !== 'application/json').length,
    styles: document.querySelectorAll('style, [style]').length,
    handlers: [...document.querySelectorAll('*')].flatMap((one) =>
      one.getAttributeNames().filter((name) => name.startsWith('on')),
    ),
    pwned: 'pwned' in window,
  }));
  expect(inline).toEqual({ scripts: 0, styles: 0, handlers: [], pwned: false });
}
