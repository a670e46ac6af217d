/** Dashboards in a real browser: composed by keyboard, seen live, on a phone too. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Stage } from './support.js';

describe('the editor of dashboards', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set();
    await stage.server.send([
      { type: 'agent:started', agent_id: 'scout', session_id: 'run-1', payload: { task: 'look' } },
      { type: 'tool:failed', agent_id: 'scout', session_id: 'run-1', payload: { tool_name: 'grep', error: 'ENOENT' } },
    ]);
  }, 60_000);
  afterAll(() => stage?.strike());

  const titles = (page: Page) => page.locator('#slots h2').allTextContents();

  it('takes panels, orders them by keyboard, and keeps what was typed', async () => {
    const page = await stage.page('/dashboards/new');
    await page.getByLabel('Name').fill('Release watch');
    // Everything is offered at first: keep three.
    for (let count = await page.locator('.slot').count(); count > 3; count--) {
      await page
        .locator('.slot')
        .last()
        .getByRole('button', { name: /^Remove/ })
        .press('Enter');
      await page.locator(`.slot:nth-child(${count})`).waitFor({ state: 'detached' });
    }
    const [first, second, third] = await titles(page);
    await page.locator('.slot').first().getByLabel('Title').fill('Mine');
    const down = page.locator('.slot').first().getByRole('button', { name: /down$/ });
    await down.press('Enter');
    await waitFor(async () => (await titles(page)).join() === [second, first, third].join());
    expect(await page.locator('.slot').nth(1).getByLabel('Title').inputValue()).toBe('Mine');
    expect(await page.getByLabel('Name').inputValue()).toBe('Release watch');
    await page.locator('#add-panel').selectOption('failures');
    await page.getByRole('button', { name: 'Add panel' }).press('Enter');
    await waitFor(async () => (await titles(page)).length === 4);
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    await page.waitForURL(/\/d\/release-watch$/);
    await page.locator('#connection[data-connection="live"]').waitFor();
    expect(await page.locator('.panels > section').count()).toBe(4);
    expect(await page.locator('.panels > section h2').nth(1).textContent()).toBe('Mine');
  });

  it('shows a change on every open screen, and what was typed there stays', async () => {
    await stage.server.send({
      type: 'agent:blocked',
      agent_id: 'scout',
      payload: { question: 'Go on?', msg_id: 'go' },
    });
    const path = '/api/v1/dashboards/release-watch';
    const put = (panels: object[]) =>
      fetch(`${stage.server.url}${path}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Release watch', panels }),
      });
    await put([{ panel: 'blocked-agents' }]);
    const page = await stage.live('/d/release-watch');
    await page.locator('#p-blocked-agents textarea').first().fill('half an ans');
    await put([{ panel: 'failures' }, { panel: 'blocked-agents', size: 'half' }]);
    await page.locator('#p-failures').waitFor();
    expect(await page.locator('#p-blocked-agents textarea').first().inputValue()).toBe('half an ans');
    expect(await page.locator('.panels > section').nth(1).getAttribute('class')).toContain('panel-half');
  });

  it('says in the form what can not be saved', async () => {
    const page = await stage.page('/dashboards/new');
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await page.getByRole('alert').first().textContent()).toMatch(/`name` must be a text of 1 to 80 characters/);
  });

  it('imports what it exported', async () => {
    const exported = await (await stage.server.get('/api/v1/dashboards/release-watch?download=1')).text();
    const page = await stage.page('/dashboards');
    await page.locator('#import-json').fill('{ "name": ');
    await page.getByRole('button', { name: 'Import' }).click();
    await page.getByRole('alert').first().waitFor();
    const file = {
      name: 'd.json',
      mimeType: 'application/json',
      buffer: Buffer.from(exported.replace('Release watch', 'Another')),
    };
    await page.locator('input[type=file]').setInputFiles(file);
    await waitFor(async () => (await page.locator('#import-json').inputValue()).includes('Another'));
    await page.getByRole('button', { name: 'Import' }).click();
    await page.waitForURL(/\/d\/another$/);
  });

  it.each(['/dashboards', '/dashboards/new', '/d/release-watch', '/mobile', '/agents', '/agents/scout', '/plugins'])(
    '%s fits a phone without scrolling sideways',
    async (path) => {
      const page = await stage.page(path, { viewport: { width: 360, height: 740 } });
      const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      expect(content).toBeLessThanOrEqual(screen as number);
    },
  );

  it('left no script error and no broken policy behind', () => {
    expect(stage.complaints.filter((text) => !/status of 400|net::ERR/.test(text))).toEqual([]);
  });
});

async function waitFor(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 10_000; !(await holds()); ) {
    if (Date.now() > deadline) throw new Error('waited for nothing');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
