/** The page of notifications, and what a browser tells: while a page is open, and by push. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { CaptureServer } from '../support/capture-server.js';
import { describeBrowser } from '../support/chromium.js';
import { Asking } from '../support/questions.js';
import { Stage } from './support.js';

describeBrowser('the page of notifications', () => {
  let stage: Stage;
  let asking: Asking;
  let target: CaptureServer;
  let page: Page;
  beforeAll(async () => {
    target = await CaptureServer.start();
    stage = await Stage.set({ BINNACLE_WEBHOOK_ALLOW: '127.0.0.1' });
    asking = new Asking(stage.server);
    page = await stage.page('/inbox');
  }, 60_000);
  afterAll(async () => {
    await stage?.strike();
    await target?.close();
  });

  it('is reached from the inbox, and says what to do while there is nothing', async () => {
    await page.getByRole('link', { name: 'Notifications' }).click();
    await page.getByText('Make a channel first').waitFor();
    await page.getByText('Nothing sent yet').waitFor();
  });

  it('makes a channel, shows its secret once, and tests it', async () => {
    await page.getByText('Signed webhook').click();
    const form = page.locator('details[open]');
    await form.getByLabel('Name').fill('On <call>');
    await form.getByLabel('URL').fill(`${target.url}/page`);
    await form.getByRole('button', { name: 'Make channel' }).click();
    const secret = await page.locator('#new-secret').textContent();
    expect(secret).toMatch(/^whsec_/);
    await page.goto(`${stage.server.url}/notifications`);
    expect(await page.content()).not.toContain(secret);
    await page.locator('tr', { hasText: 'On <call>' }).getByRole('button', { name: 'Test' }).click();
    await page.locator('#log tr', { hasText: 'Test' }).getByText('sent').waitFor();
    expect(target.of('/page')).toHaveLength(1);
  });

  it('makes a rule of several steps, which is followed, and switches it off', async () => {
    await page.getByText('New rule').click();
    const form = page.locator('.new-rule');
    await form.getByLabel('Name', { exact: true }).fill('Escalation');
    await form.getByLabel(/^Agents/).fill('deploy*, scout');
    await form.getByLabel('tell').nth(1).selectOption({ label: 'On <call>' });
    await form.getByRole('button', { name: 'Make rule' }).click();
    const row = page.locator('tr', { hasText: 'Escalation' });
    for (const text of ['deploy*, scout', 'at once', 'after 10 min']) await row.getByText(text).waitFor();
    const { id } = await asking.ask({ agent_id: 'deployer', question: 'Ship it?' });
    await target.until('/page', 2);
    await page.goto(`${stage.server.url}/notifications`);
    const log = page.locator('#log tr', { has: page.locator(`a[href$="${id}"]`) });
    await log.filter({ hasText: 'step 1' }).getByText('sent').waitFor();
    await log.filter({ hasText: 'step 2' }).getByText('planned').waitFor();
    await row.getByRole('button', { name: 'Switch off' }).click();
    await row.getByRole('button', { name: 'Switch on' }).waitFor();
    await page.goto(`${stage.server.url}/inbox?question=${id}`);
    await page.locator('[data-question-card]', { hasText: 'Ship it?' }).waitFor();
    expect(stage.complaints).toEqual([]);
  });

  it.each([
    ['a desktop', 1_280],
    ['a phone', 390],
  ])('shows all of a row on %s, however long what people and agents wrote is', async (_, width) => {
    const long = 'Whoever is on duty, in whichever of our towers, and reads this first';
    const post = (at: string, body: object) => stage.server.post(at, body);
    const url = `${target.url}/${'a-long-path-of-a-hook/'.repeat(4)}`;
    const channel = { id: `long-${width}`, name: long, kind: 'webhook', url };
    await post('/api/v1/notification-channels', channel);
    await post('/api/v1/notification-rules', {
      name: long,
      agents: ['o'.repeat(90)],
      steps: [{ channel_id: channel.id }],
    });
    await post(`/api/v1/notification-channels/${channel.id}/test`, {});
    const asked = await asking.ask({ agent_id: `agent-${'n'.repeat(60)}`, question: `${long}? ${'w'.repeat(80)}` });
    await asking.answer(asked.id, { answer: `${long} ${'z'.repeat(90)}`, answered_by: long });
    const narrow = await stage.browser.newPage({ viewport: { width, height: 900 } });
    for (const at of ['/notifications', '/inbox/answered', '/inbox/rules']) {
      await narrow.goto(stage.server.url + at);
      const wide = await narrow.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('.table-scroll')]
          .filter((box) => box.scrollWidth > box.clientWidth + 1)
          .map((box) => `${box.className} ${box.scrollWidth} > ${box.clientWidth}`),
      );
      expect([at, wide]).toEqual([at, []]);
    }
    await narrow.close();
  });

  it('asks for leave when a button is pressed and not before, and then tells of a new question', async () => {
    const context = await stage.browser.newContext();
    await context.addInitScript(() => {
      // What the system would show.
      const shown: unknown[] = [];
      const asked: unknown[] = [];
      class Shown extends EventTarget {
        static permission = 'default';
        static async requestPermission() {
          asked.push(1);
          Shown.permission = 'granted';
          return 'granted';
        }
        constructor(title: string, options: object) {
          super();
          shown.push({ title, ...options });
        }
      }
      Object.assign(globalThis, { Notification: Shown, shown, asked });
    });
    const open = await context.newPage();
    await open.goto(`${stage.server.url}/notifications`);
    const button = open.getByRole('button', { name: 'Notify while a page is open' });
    await button.waitFor();
    const get = (name: string) =>
      open.evaluate((key) => (globalThis as unknown as Record<string, object[]>)[key], name);
    expect(await get('asked')).toEqual([]);
    const streaming = open.waitForResponse((response) => response.url().includes('/events/stream'));
    await button.click();
    await open.getByText('new questions are told while a page is open').waitFor();
    await streaming;
    expect(await get('asked')).toHaveLength(1);
    const { id } = await asking.ask({ agent_id: 'scout', question: 'Left or right?' });
    await open.waitForFunction(() => (globalThis as unknown as { shown: object[] }).shown.length > 0);
    expect(await get('shown')).toEqual([{ title: 'scout asks', body: 'Left or right?', tag: id }]);
    await context.close();
  });

  it('has a service worker that shows what is pushed', async () => {
    const context = await stage.browser.newContext();
    await context.grantPermissions(['notifications'], { origin: stage.server.url });
    const open = await context.newPage();
    await open.goto(`${stage.server.url}/notifications`);
    const devtools = await context.newCDPSession(open);
    const registered = new Promise<string>((resolve) => {
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [one] }) => {
        if (one) resolve(one.registrationId);
      });
    });
    await devtools.send('ServiceWorker.enable');
    await open.evaluate(async () => {
      await navigator.serviceWorker.register('/service-worker.js', { scope: '/' });
      await navigator.serviceWorker.ready;
    });
    const data = JSON.stringify({ title: 'scout asks', body: 'Left?', url: '/inbox?question=q1', tag: 'q1' });
    await devtools.send('ServiceWorker.deliverPushMessage', {
      origin: stage.server.url,
      registrationId: await registered,
      data,
    });
    const shown = await open.waitForFunction(async () => {
      const registration = await navigator.serviceWorker.getRegistration('/');
      const [first] = (await registration?.getNotifications()) ?? [];
      return first && { title: first.title, body: first.body, tag: first.tag };
    });
    expect(await shown.jsonValue()).toEqual({ title: 'scout asks', body: 'Left?', tag: 'q1' });
    await context.close();
  });

  it('fits a phone, light and dark', async () => {
    const shots = process.env.SHOTS;
    for (const [name, width, colorScheme] of [
      ['phone', 390, 'light'],
      ['dark', 1440, 'dark'],
      ['light', 1440, 'light'],
    ] as const) {
      const one = await stage.page('/notifications', { viewport: { width, height: 900 }, colorScheme });
      const [wide, inner] = await one.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect([name, wide! <= inner!]).toEqual([name, true]);
      if (shots) {
        for (const summary of ['New rule', 'Phone (ntfy)']) await one.getByText(summary, { exact: true }).click();
        await one.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
      }
      await one.context().close();
    }
    expect(stage.complaints).toEqual([]);
  });
});
