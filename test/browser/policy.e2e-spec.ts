/** Every page under the strict policy, in a real Chromium that reports each violation: no inline script or style, no eval. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeBrowser } from '../support/chromium.js';
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

describeBrowser('the content security policy', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set();
    const hostile = '"><script>window.pwned = 1</script><style>*{display:none}</style><img src=x onerror="pwned=1">';
    await stage.server.send([
      { id: 'start', type: 'agent:started', agent_id: 'scout', session_id: 'run-1', graph_id: 'g' },
      { type: 'agent:failed', agent_id: 'scout', session_id: 'run-1', payload: { error: hostile } },
      { type: 'tool:called', agent_id: hostile, payload: { tool_name: hostile, args: { url: 'javascript:pwned=1' } } },
      {
        type: 'agent:blocked',
        agent_id: 'scout',
        payload: { msg_id: 'm', question: hostile, options: [hostile, 'no'] },
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
    await page.locator('main, body').first().waitFor();
    // What arrives live is under the same policy.
    await stage.server.send({ type: 'agent:started', agent_id: `<style>${path}</style>` });
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
    await context.close();
  });
});
