/** Everything that a page changes, with a session: the token of its pages comes with each. */
import { createECDH, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { TestAccounts } from '../support/accounts.js';
import { describeBrowser } from '../support/chromium.js';
import { Asking } from '../support/questions.js';
import { ownerEnv } from '../support/web-session.js';
import { ownerPage } from './signed-in.js';
import { Stage } from './support.js';

describeBrowser('whoever is signed in', () => {
  let stage: Stage;
  let accounts: TestAccounts;
  let asking: Asking;
  let page: Page;
  let headers: Record<string, string>;
  const refused: string[] = [];
  beforeAll(async () => {
    stage = await Stage.set(ownerEnv);
    accounts = await TestAccounts.of(stage.database.url);
    headers = { authorization: `Bearer ${await accounts.key('default', 'ingest', 'ask', 'read')}` };
    asking = new Asking(stage.server);
    page = await ownerPage(stage);
    page.on('response', (response) => {
      if (response.status() >= 400) refused.push(`${response.status()} ${response.url()}`);
    });
  }, 120_000);
  afterAll(async () => {
    await accounts?.close();
    await stage?.strike();
  });
  beforeEach(() => {
    refused.length = 0;
  });
  const at = (path: string) => `${stage.server.url}${path}`;
  const ask = async (fields: Record<string, unknown>): Promise<string> => {
    const [status, { id }] = await asking.call('POST', '/api/v1/questions', fields, headers);
    expect(status).toBe(201);
    return id;
  };
  const answer = async (id: string) =>
    (await asking.call('GET', `/api/v1/questions/${id}?wait=20`, undefined, headers))[1];

  it('starts the demo from the empty page, and its stream stays open', async () => {
    await page.locator('#connection[data-connection="live"]').waitFor();
    await page.getByRole('button', { name: /demo/i }).click();
    await page.locator('#p-blocked-agents form').first().waitFor({ timeout: 60_000 });
    await page.locator('#connection[data-connection="live"]').waitFor();
    expect(refused).toEqual([]);
  }, 120_000);

  it('answers on the live dashboard', async () => {
    const id = await ask({ agent_id: 'live-asker', question: 'On the dashboard?' });
    const card = page.locator('#p-blocked-agents form', { has: page.locator(`input[value="${id}"]`) });
    await card.locator('textarea').fill('yes, there');
    await card.getByRole('button', { name: 'Send answer' }).click();
    expect(await answer(id)).toMatchObject({ answer: 'yes, there', answered_by: 'ada' });
    expect(refused).toEqual([]);
  });

  it('claims, comments, assigns, releases and answers in the inbox', async () => {
    await page.goto(at('/inbox'));
    const id = await ask({ agent_id: 'inbox-asker', question: 'In the inbox?', options: ['yes', 'no'] });
    const card = page.locator(`article:has(input[value="${id}"])`);
    await card.getByRole('button', { name: 'Claim' }).click();
    await card.getByText('ada is answering').waitFor();
    await card.getByText('Discuss').click();
    await card.getByLabel('Comment, for people only').fill('looks fine');
    await card.getByRole('button', { name: 'Comment' }).click();
    await card.locator('.comments').getByText('looks fine').waitFor();
    await card.getByLabel('Assign to').fill('grace');
    await card.getByRole('button', { name: 'Assign' }).click();
    await card.getByText('for grace').waitFor();
    await card.getByRole('button', { name: 'Release' }).click();
    await card.getByText('ada is answering').waitFor({ state: 'detached' });
    await card.getByText('yes', { exact: true }).click();
    expect(await answer(id)).toMatchObject({ answer: 'yes', answered_by: 'ada' });
    expect(refused).toEqual([]);
  });

  it('answers several at once', async () => {
    const action = { tool: 'deploy', args: { version: '1' } };
    const ids = [
      await ask({ agent_id: 'b1', question: 'one', action }),
      await ask({ agent_id: 'b2', question: 'two', action }),
    ];
    await page.goto(at('/inbox/batch?tool=deploy'));
    await page.getByRole('button', { name: /^Approve/ }).click();
    for (const id of ids) expect((await answer(id)).state).toBe('answered');
    expect(refused).toEqual([]);
  });

  it('writes to an agent', async () => {
    await page.goto(at('/agents/live-asker'));
    await page.locator('#message-text').fill('go on');
    await page.keyboard.press('Control+Enter');
    await page.locator('#message-list').getByText('go on').waitFor();
    expect(refused).toEqual([]);
  });

  it('composes a dashboard, makes it home, and deletes it', async () => {
    await page.goto(at('/dashboards/new'));
    await page.getByLabel('Name').fill('Release watch');
    const count = await page.locator('.slot').count();
    await page
      .locator('.slot')
      .last()
      .getByRole('button', { name: /^Remove/ })
      .press('Enter');
    await page.locator(`.slot:nth-child(${count})`).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(/\/d\/release-watch$/);
    await page.locator('#connection[data-connection="live"]').waitFor();
    await page.goto(at('/dashboards'));
    const row = page.locator('#dashboard-release-watch');
    await row.getByRole('button', { name: 'Make it home' }).click();
    await row.getByText('home', { exact: true }).waitFor();
    await row.getByText('Delete …').click();
    await row.locator('.action-ask button').click();
    await row.waitFor({ state: 'detached' });
    expect(refused).toEqual([]);
  });

  it('sets the mode of a filter', async () => {
    await page.goto(at('/plugins'));
    const form = page.locator('form.filter-mode').first();
    const other = (await form.locator('select').inputValue()) === 'dry-run' ? 'on' : 'dry-run';
    await form.locator('select').selectOption(other);
    await form.getByRole('button', { name: 'Set' }).click();
    await page.waitForFunction(
      (mode) => document.querySelector(`form.filter-mode option[value="${mode}"]:checked`),
      other,
    );
    await page.reload();
    expect(await form.locator('select').inputValue()).toBe(other);
    expect(refused).toEqual([]);
  });

  it('makes a channel of notifications and a rule', async () => {
    await page.goto(at('/notifications'));
    await page.getByText('Signed webhook').click();
    const channel = page.locator('details[open]');
    await channel.getByLabel('Name').fill('On call');
    await channel.getByLabel('URL').fill('https://hooks.example.com/page');
    await channel.getByRole('button', { name: 'Make channel' }).click();
    await page.locator('#new-secret').waitFor();
    await page.goto(at('/notifications'));
    await page.getByText('New rule').click();
    const rule = page.locator('.new-rule');
    await rule.getByLabel('Name', { exact: true }).fill('Escalation');
    await rule.getByLabel('tell').first().selectOption({ label: 'On call' });
    await rule.getByRole('button', { name: 'Make rule' }).click();
    const row = page.locator('tr', { hasText: 'Escalation' });
    await row.getByRole('button', { name: 'Switch off' }).click();
    await row.getByRole('button', { name: 'Switch on' }).waitFor();
    expect(refused).toEqual([]);
  });

  it('subscribes this browser to pushes', async () => {
    await page.context().grantPermissions(['notifications'], { origin: stage.server.url });
    await page.goto(at('/notifications'));
    const keys = {
      p256dh: createECDH('prime256v1').generateKeys('base64url'),
      auth: randomBytes(16).toString('base64url'),
    };
    // No push service is reached from here: what it would give is given instead.
    await page.evaluate((given) => {
      const subscription = { toJSON: () => ({ endpoint: 'https://push.example.com/1', keys: given }) };
      Object.defineProperty(PushManager.prototype, 'subscribe', { value: async () => subscription });
    }, keys);
    const sent = page.waitForResponse((response) => response.url().endsWith('/api/v1/push-subscriptions'));
    await page.getByRole('button', { name: 'Notify also when no page is open' }).click();
    expect((await sent).status()).toBe(201);
    expect(refused).toEqual([]);
  });

  it('changes the theme, which stays', async () => {
    await page.goto(at('/'));
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.locator('#settings-places [data-theme-toggle]').click();
    const theme = await page.evaluate(() => document.documentElement.dataset.theme);
    expect(theme).not.toBe('auto');
    await page.reload();
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe(theme);
  });
});
