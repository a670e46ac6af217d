/** The Connect page: pick, copy, see it arrive. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeBrowser } from '../support/chromium.js';
import { Stage } from './support.js';

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures/hooks');

describeBrowser('the Connect page', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set();
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
});
