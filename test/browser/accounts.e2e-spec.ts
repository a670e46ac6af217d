/** Accounts at a browser: the first one by the printed link, signing in and out, keys, and what a viewer meets. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeBrowser } from '../support/chromium.js';
import { OWNER } from '../support/web-session.js';
import { fillLogin } from './signed-in.js';
import { Stage } from './support.js';

describeBrowser('accounts', () => {
  let stage: Stage;
  let page: Page;
  let key: string;
  beforeAll(async () => {
    stage = await Stage.set({ HOST: '0.0.0.0', BINNACLE_RATE_LOGIN: '100000' });
  }, 120_000);
  afterAll(() => stage?.strike());
  const at = (path: string) => `${stage.server.url}${path}`;

  it('begin with the printed link, which makes the first one and no other', async () => {
    page = await stage.page('/');
    await page.getByRole('heading', { name: 'Not set up yet' }).waitFor();
    const [, path = ''] = /https?:\/\/[^/\s]+(\/setup\/\S+)/.exec(stage.server.log) ?? [];
    const late = await stage.page(path);
    await page.goto(at(path));
    const fill = async (on: Page, email: string) => {
      await on.getByLabel('Your name').fill('ada');
      await on.getByLabel('E-mail address').fill(email);
      await on.getByLabel('Password').fill(OWNER.password);
      await on.getByRole('button', { name: 'Make the account' }).click();
    };
    await fill(page, OWNER.email);
    await page.locator('#connection[data-connection="live"]').waitFor();
    await fill(late, 'mallory@example.com');
    await late.getByText(/set up already/).waitFor();
    await late.goto(at(path));
    await late.waitForURL(at('/login'));
    await late.context().close();
  });

  it('end and begin a session, and a wrong password does neither', async () => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(at('/login'));
    await page.goto(at('/inbox'));
    await page.waitForURL(at('/login?next=%2Finbox'));
    await fillLogin(page, { ...OWNER, password: 'not my password' });
    await page
      .getByRole('alert')
      .getByText(/password is wrong/)
      .waitFor();
    expect(await page.getByLabel('E-mail address').inputValue()).toBe(OWNER.email);
    await page.getByLabel('Password').fill(OWNER.password);
    await page.getByLabel('Password').press('Enter');
    await page.waitForURL(at('/inbox'));
  });

  it('make keys that are shown once and work', async () => {
    await page.goto(at('/settings/keys'));
    await page.getByLabel('Name').fill('build-7');
    await page.getByRole('button', { name: 'Make the key' }).click();
    key = (await page.locator('#once-text').textContent()) ?? '';
    const headers = { authorization: `Bearer ${key}` };
    expect(
      (await stage.server.post('/api/v1/events', { type: 'agent:started', agent_id: 'scout' }, headers)).status,
    ).toBe(200);
    await page.goto(at('/settings/keys'));
    const row = page.locator('li', { hasText: 'build-7' });
    await row.waitFor();
    expect(await page.content()).not.toContain(key);
    await row.getByText('Revoke …').click();
    await row.getByRole('button', { name: 'Revoke it' }).click();
    await page.getByText('1 revoked').waitFor();
    expect((await stage.server.post('/api/v1/events', { type: 'agent:started' }, headers)).status).toBe(401);
    await page.getByLabel('Name').fill('build-8');
    await page.getByRole('button', { name: 'Make the key' }).click();
    key = (await page.locator('#once-text').textContent()) ?? '';
  });

  it('let a viewer see, and say so where one may not act', async () => {
    await page.goto(at('/settings/people'));
    await page.getByLabel('E-mail address').fill('vic@example.com');
    await page.getByLabel('Role', { exact: true }).selectOption('viewer');
    await page.getByRole('button', { name: 'Make the link' }).click();
    const link = (await page.locator('#once-text').textContent()) ?? '';
    const viewer = await stage.page(new URL(link).pathname);
    await viewer.getByLabel('Your name').fill('vic');
    await viewer.getByLabel('Password').fill('the password of vic');
    await viewer.getByRole('button', { name: 'Join' }).click();
    await viewer.locator('#connection[data-connection="live"]').waitFor();
    await viewer.getByRole('button', { name: 'Settings' }).click();
    const places = await viewer.locator('#settings-places a').allTextContents();
    expect(places).not.toEqual(expect.arrayContaining(['People']));
    expect(places).not.toEqual(expect.arrayContaining(['API keys']));
    expect(places).not.toEqual(expect.arrayContaining(['Storage']));
    await viewer.keyboard.press('Escape');
    // Nothing to press that would be refused, where an owner has it.
    await stage.server.post(
      '/api/v1/events',
      {
        id: 'go',
        type: 'agent:blocked',
        agent_id: 'scout',
        payload: {
          msg_id: 'm',
          question: 'Go?',
          kind: 'approval',
          action: { tool: 'Bash', args: { command: 'make deploy' } },
        },
      },
      { authorization: `Bearer ${key}` },
    );
    for (const [path, buttons] of [
      ['/', 'form.answer button, #demo-form button'],
      ['/inbox', 'form.answer button, [data-key=claim], a[data-batch]'],
      ['/agents/scout', '#message-form button'],
      ['/dashboards', 'a[href="/dashboards/new"], form.import button, [aria-labelledby=own] form button'],
      ['/notifications', '.new-form button'],
      ['/history', '.no-such'],
      ['/settings/projects', 'form.settings-form button, .action-confirm'],
    ] as const) {
      await page.goto(at(path));
      await viewer.goto(at(path));
      await viewer.locator('main').first().waitFor();
      if (['/', '/inbox'].includes(path)) await viewer.getByText('Go?').first().waitFor();
      const seen = (on: Page) =>
        on
          .locator(buttons)
          .evaluateAll(
            (all) =>
              all.filter(
                (one) =>
                  one.checkVisibility({ visibilityProperty: true }) ||
                  one.closest('details:not([open])')?.checkVisibility({ visibilityProperty: true }),
              ).length,
          );
      expect([path, await seen(viewer)]).toEqual([path, 0]);
      if (buttons !== '.no-such') expect([path, await seen(page)]).not.toEqual([path, 0]);
    }
    await viewer.goto(at('/inbox'));
    await viewer.getByText('You may look; answering takes an operator').waitFor();
    await viewer.locator('[data-question-card]').first().focus();
    await viewer.keyboard.press('a');
    // What is painted live is no different.
    await stage.server.post(
      '/api/v1/events',
      {
        type: 'agent:blocked',
        agent_id: 'later',
        payload: { msg_id: 'm', question: 'And now?', options: ['sooner', 'later'] },
      },
      { authorization: `Bearer ${key}` },
    );
    await viewer.getByText('And now?').first().waitFor();
    const controls = viewer.locator('form.answer :is(button, input, textarea, select)');
    const visible = (all: Element[]) => all.filter((one) => one.checkVisibility({ visibilityProperty: true })).length;
    expect(await controls.count()).toBeGreaterThan(4);
    expect(await controls.evaluateAll(visible)).toBe(0);
    // What is asked is there to be read, and what is offered does nothing.
    await viewer.getByText('make deploy').waitFor();
    await viewer.getByText('sooner').click({ force: true });
    await viewer.getByText('sooner').waitFor();
    expect(await viewer.locator('#notices').textContent()).toBe('');
    // Sent all the same, by script it is refused by a notice on the page, by itself with a page.
    await viewer.goto(at('/agents/scout'));
    await viewer.evaluate(() => document.body.removeAttribute('data-may-not'));
    await viewer.locator('#message-text').fill('go on');
    await viewer.locator('#message-form button[type=submit]').click();
    await viewer
      .locator('#notices')
      .getByText(/needs the permission `answer`/)
      .waitFor();
    expect(await viewer.locator('#message-text').inputValue()).toBe('go on');
    await viewer.goto(at('/dashboards'));
    await viewer.evaluate(() => document.body.removeAttribute('data-may-not'));
    await viewer.locator('#import-json').fill('{}');
    await viewer.getByRole('button', { name: 'Import' }).click();
    await viewer.getByText(/needs the permission `admin`/).waitFor();
    await viewer.getByRole('link', { name: 'To the dashboard' }).click();
    await viewer.context().close();
  });

  it('switch between projects by keyboard, and are offered only those that are theirs', async () => {
    for (const [id, name] of [
      ['billing', 'Billing'],
      ['secret', 'Secret plans'],
      ...Array.from({ length: 30 }, (_, index) => [`p-${index}`, `Project number ${index}`] as const),
    ] as const) {
      await page.goto(at('/settings/projects'));
      await page.getByLabel('Id').fill(id);
      await page.locator('#new-project').locator('..').getByLabel('Name').fill(name);
      await page.getByRole('button', { name: 'Make it' }).click();
      await page.locator(`#project-${id}`).waitFor();
    }
    await page.goto(at('/inbox'));
    const badge = page.getByRole('button', { name: /^Project / });
    expect(await badge.textContent()).toBe('Project Default');
    await badge.focus();
    await page.keyboard.press('Enter');
    const menu = page.locator('#project-choices');
    await menu.waitFor();
    expect(await menu.getByRole('button').count()).toBe(33);
    expect(await menu.locator('[aria-current]').textContent()).toContain('Default');
    // A long list scrolls; the way to all of them stays in sight.
    const list = menu.locator('form');
    expect(await list.evaluate((form) => form.scrollHeight > form.clientHeight)).toBe(true);
    const box = await menu.getByRole('link', { name: 'All projects …' }).boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(900);
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Billing');
    await page.keyboard.press('Enter');
    await page.waitForURL(at('/inbox'));
    await page.getByRole('button', { name: 'Project Billing' }).waitFor();
    await page.getByRole('button', { name: /^Project / }).click();
    await page.getByRole('link', { name: 'All projects …' }).click();
    await page.waitForURL(at('/settings/projects'));
    // Invited to one project, somebody is told of no other.
    await page.goto(at('/settings/people'));
    await page.getByLabel('E-mail address').fill('bill@example.com');
    await page.getByRole('button', { name: 'Make the link' }).click();
    const link = (await page.locator('#once-text').textContent()) ?? '';
    const guest = await stage.page(new URL(link).pathname);
    await guest.getByLabel('Your name').fill('bill');
    await guest.getByLabel('Password').fill('the password of bill');
    await guest.getByRole('button', { name: 'Join' }).click();
    await guest.getByRole('button', { name: 'Project Billing' }).click();
    expect(await guest.locator('#project-choices button').allTextContents()).toEqual(['Billing billing']);
    expect(await guest.content()).not.toContain('Secret plans');
    await guest.context().close();
    // Without a script it is the same form.
    const { cookies } = await page.context().storageState();
    const bare = await stage.page('/login', { javaScriptEnabled: false });
    await bare.context().addCookies(cookies);
    await bare.goto(at('/history'));
    await bare.getByRole('button', { name: 'Project Billing' }).click();
    await bare.locator('#project-choices').getByRole('button', { name: 'Secret plans' }).click();
    await bare.waitForURL(at('/history'));
    await bare.getByRole('button', { name: 'Project Secret plans' }).waitFor();
    await bare.context().close();
    await page.getByRole('button', { name: /^Project / }).click();
    await page.locator('#project-choices').getByRole('button', { name: 'Default' }).click();
  }, 120_000);

  it('have pages that fit a phone, also with a question of a button open', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['/account', '/settings/people', '/settings/keys', '/settings/projects', '/settings/audit']) {
      await page.goto(at(path));
      const question = page.locator('.action-confirm > summary').first();
      if ((await question.count()) > 0) await question.click();
      expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 390]);
      const wide = (all: Element[]) => all.filter((one) => one.scrollWidth > one.clientWidth).length;
      expect([path, await page.locator('.table-scroll').evaluateAll(wide)]).toEqual([path, 0]);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('that end elsewhere lead an open page to where one signs in', async () => {
    const other = await stage.page('/login');
    await fillLogin(other, OWNER);
    await other.locator('#connection[data-connection="live"]').waitFor();
    await page.goto(at('/account'));
    await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
    await other.waitForURL(at('/login'));
    await other.context().close();
  });
});
