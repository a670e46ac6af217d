/** The Connect page: pick, copy, see it arrive. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeBrowser } from '../support/chromium.js';
import { Stage } from './support.js';

const HURRIED = path.resolve(import.meta.dirname, '../support/hurried-server.mjs');
const FIXTURES = path.resolve(import.meta.dirname, '../fixtures/hooks');

describeBrowser('the Connect page', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set({}, HURRIED);
  }, 60_000);
  afterAll(() => stage?.strike());

  const hook = (client: string, name: string) =>
    fetch(`${stage.server.url}/hooks/${client}?hold=none`, {
      method: 'POST',
      body: readFileSync(path.join(FIXTURES, `hook-${client}.${name}.request.json`)),
    });

  it('waits for the client that was picked, and says who it was when the first event comes', async () => {
    const page = await stage.page('/connect?client=codex');
    const status = page.locator('#first-event');
    await status.getByText('Waiting for the first event of Codex').waitFor();
    await hook('claude-code', 'UserPromptSubmit');
    await status.getByText('Others do report').waitFor();
    await hook('codex', 'PreToolUse.Bash');
    await status.getByText('Received: Codex reports here').waitFor();
    expect(await status.innerText()).toMatch(/tool:called.*\n[\s\S]*codex:0cfe9dbc/);
    await status.getByRole('link', { name: 'codex:0cfe9dbc' }).click();
    await page.waitForURL('**/agents/codex%3A0cfe9dbc');
    expect(stage.complaints).toEqual([]);
  });

  it('does not take what was there before for news', async () => {
    await stage.server.send({ type: 'agent:started', agent_id: 'early' });
    const page = await stage.page('/connect?client=curl');
    const status = page.locator('#first-event');
    await hook('gemini', 'BeforeAgent');
    await status.getByText('Others do report').waitFor();
    expect(await status.innerText()).toContain('Waiting for the first event of curl');
    await stage.server.send({ type: 'agent:started', agent_id: 'late' });
    await status.getByRole('link', { name: 'late' }).waitFor();
  });

  it('is found from the navigation and from an empty list, and has the keys of the server in every snippet', async () => {
    const page = await stage.page('/graphs');
    await page.getByRole('link', { name: 'Connect an agent' }).click();
    await page.waitForURL('**/connect');
    for (const name of ['Codex', 'OpenTelemetry SDK', 'Langfuse SDK', 'MCP', 'curl', 'TypeScript SDK']) {
      await page.getByRole('link', { name, exact: true }).click();
      await page.locator('.chip[aria-current]', { hasText: name }).waitFor();
      const [first] = await page.locator('.snippet pre').allInnerTexts();
      expect(first).toContain(stage.server.url);
    }
    expect(stage.complaints).toEqual([]);
  });

  it('copies a snippet by keyboard', async () => {
    const page = await stage.page('/connect?client=curl', { permissions: ['clipboard-read', 'clipboard-write'] });
    const button = page.locator('.snippet button').first();
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      await page.locator('.snippet pre').first().innerText(),
    );
  });

  it('says after a minute without an event what to look at, and goes on waiting', async () => {
    const page = await stage.page('/connect?client=gemini', { viewport: { width: 390, height: 844 } });
    const status = page.locator('#first-event');
    await status.getByText('Waiting for the first event of Gemini CLI').waitFor();
    expect(await status.getByRole('listitem').count()).toBe(0);
    const line = page.waitForResponse((response) => response.url().includes('/connect/live'));
    await page.reload();
    await line;
    process.kill(stage.server.pid, 'SIGUSR2');
    await status.getByText('Nothing from Gemini CLI yet').waitFor();
    expect(await status.innerText()).toContain(`curl ${stage.server.url}/health`);
    expect(await status.getByRole('listitem').count()).toBeGreaterThan(2);
    // It is painted by the line that was open, and is no wider than the phone.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await hook('gemini', 'SessionStart');
    await status.getByText('Received: Gemini CLI reports here').waitFor();
    expect(await status.getByRole('listitem').count()).toBe(0);
    expect(stage.complaints).toEqual([]);
  });
});
