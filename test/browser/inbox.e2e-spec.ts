/** The inbox: everything that waits, gone through by keyboard. */
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { describeBrowser } from '../support/chromium.js';
import { Asking, type WireQuestion } from '../support/questions.js';
import { Stage } from './support.js';

const OPEN = '[data-question-card]';

describeBrowser('the inbox', () => {
  let stage: Stage;
  let asking: Asking;
  let page: Page;
  let count = 0;
  beforeAll(async () => {
    stage = await Stage.set();
    asking = new Asking(stage.server);
  }, 60_000);
  afterAll(() => stage?.strike());
  beforeEach(async () => {
    const { data } = await stage.server.json<{ data: WireQuestion[] }>('/api/v1/questions?state=open&limit=1000');
    await Promise.all(data.map(({ id }) => asking.call('DELETE', `/api/v1/questions/${id}`)));
    await page?.context().close();
    page = await stage.page('/inbox');
  });

  const ask = async (fields: Record<string, unknown>, on: Page = page): Promise<[WireQuestion, Locator]> => {
    const question = await asking.ask({ agent_id: `asker-${count++}`, session_id: 's', question: 'Go?', ...fields });
    const card = on.locator(`article:has(input[value="${question.id}"])`);
    await card.waitFor();
    return [question, card];
  };
  const called = async (on: Page, name: string) => {
    await on.locator('#my-name').fill(name);
    await on.getByRole('button', { name: 'Save' }).click();
    await on.locator(`#my-name[value="${name}"]`).waitFor();
  };
  const answered = async (id: string) => {
    for (;;) {
      const question = await asking.see(id);
      if (question.state !== 'open') return question;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('says so when nobody waits, and shows a question the moment it is asked', async () => {
    await page.getByText('Nobody is waiting').waitFor();
    const [question] = await ask({ question: 'Which DB?', options: ['pg', 'sqlite'] });
    await page.getByText('1 question waits').waitFor();
    await page.waitForFunction(() => document.title.startsWith('(1) '));
    await asking.answer(question.id, { answer: 'pg' });
    await page.getByText('Nobody is waiting').waitFor();
  });

  it('goes through every kind by keyboard, each answer leading to the next card', async () => {
    await called(page, 'Ada');
    const deploy = { tool: 'deploy', args: { version: '1.4' } };
    const [approve] = await ask({ question: 'one', action: deploy });
    const [choose] = await ask({ question: 'two', options: ['eu', 'us'] });
    const [edit] = await ask({ question: 'three', action: deploy, allowed: ['approve', 'edit', 'reject'] });
    const [reject] = await ask({ question: 'four', action: deploy });
    const [words] = await ask({ question: 'five' });
    const focused = (text: string) => page.locator(`${OPEN}:focus`, { hasText: text }).waitFor();
    await page.keyboard.press('j');
    await focused('one');
    await page.keyboard.press('a');
    await focused('two');
    await page.keyboard.press('2');
    await focused('three');
    await page.keyboard.press('e');
    await page.locator('textarea[name=edited_args]:focus').fill('{"version":"1.3"}');
    await page.keyboard.press('Control+Enter');
    await focused('four');
    await page.keyboard.press('r');
    await page.keyboard.type('not on a Friday');
    await page.keyboard.press('Control+Enter');
    await focused('five');
    await page.keyboard.press('Enter');
    await page.keyboard.type('as you like');
    await page.keyboard.press('Control+Enter');
    expect(await answered(words.id)).toMatchObject({ answer: 'as you like', answered_by: 'Ada' });
    expect(await answered(approve.id)).toMatchObject({ reply: { decision: 'approve' }, answered_by: 'Ada' });
    expect(await answered(choose.id)).toMatchObject({ answer: 'us' });
    expect(await answered(edit.id)).toMatchObject({ reply: { edited_args: { version: '1.3' } } });
    expect(await answered(reject.id)).toMatchObject({ reply: { decision: 'reject', message: 'not on a Friday' } });
    expect(stage.complaints).toEqual([]);
  });

  it('walks with j and k, claims with c, and others see who is answering', async () => {
    const other = await stage.page('/inbox');
    await called(page, 'Ada');
    await ask({ question: 'first' });
    const [, second] = await ask({ question: 'second' });
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.locator(`${OPEN}:focus`, { hasText: 'second' }).waitFor();
    await page.keyboard.press('c');
    await other.locator(OPEN, { hasText: 'second' }).getByText('Ada is answering').waitFor();
    await second.getByRole('button', { name: 'Release' }).click();
    await other.locator(OPEN, { hasText: 'second' }).getByText('Ada is answering').waitFor({ state: 'detached' });
    await page.keyboard.press('k');
    await page.locator(`${OPEN}:focus`, { hasText: 'first' }).waitFor();
    await other.context().close();
  });

  it('keeps drafts through changes of the list, reloads and restarts, until they are sent', async () => {
    const [question, card] = await ask({ question: 'How shall it end?' });
    const draft = page.locator('textarea[name=answer]').first();
    await draft.fill('half a thought');
    await ask({ question: 'another one' });
    expect(await draft.inputValue()).toBe('half a thought');
    await page.reload();
    expect(await draft.inputValue()).toBe('half a thought');
    const { port } = stage.server;
    await stage.server.kill();
    stage.server = await (await import('../support/server.js')).TestServer.start({
      databaseUrl: stage.database.url,
      port,
    });
    asking = new Asking(stage.server);
    await ask({ question: 'after the restart' });
    expect(await draft.inputValue()).toBe('half a thought');
    await card.getByRole('button', { name: 'Send answer' }).click();
    expect(await answered(question.id)).toMatchObject({ answer: 'half a thought' });
    await page.reload();
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('draft')))).toEqual([]);
    stage.complaints.length = 0;
  }, 30_000);

  it('tells who was first when two people answer at once, and keeps what the other wrote', async () => {
    const other = await stage.page('/inbox');
    await called(other, 'Bob');
    const [question, card] = await ask({ question: 'Who is first?' });
    await card.locator('textarea[name=answer]').fill('my careful words');
    const theirs = other.locator(OPEN, { hasText: 'Who is first?' });
    await theirs.locator('textarea[name=answer]').fill('quick');
    await other.keyboard.press('Control+Enter');
    await answered(question.id);
    const closed = page.locator('article.is-closed', { hasText: 'Who is first?' });
    await closed.getByText('by Bob').waitFor();
    expect(await closed.locator('textarea').inputValue()).toBe('my careful words');
    await other.context().close();
  });

  it('approves many of one tool at once, each shown, and leaves out what was answered meanwhile', async () => {
    await called(page, 'Ada');
    const runs = [];
    for (const name of ['unit', 'lint', 'types']) {
      const action = { tool: 'Bash', args: { command: `npm run ${name}` } };
      runs.push((await ask({ question: `Allow ${name}?`, action }))[0]);
    }
    await page.keyboard.press('j');
    await page.keyboard.press('Shift+A');
    await page.waitForURL('**/inbox/batch?tool=Bash');
    for (const name of ['unit', 'lint', 'types']) await page.getByText(`"npm run ${name}"`).waitFor();
    await page.locator('li', { hasText: 'types' }).getByRole('checkbox').uncheck();
    await asking.answer(runs[1]!.id, { decision: 'reject', answered_by: 'Bob' });
    await page.getByRole('button', { name: 'Approve the chosen' }).click();
    await page.getByText('1 approved, 1 left out').waitFor();
    await page.getByText(/answered by Bob/).waitFor();
    expect(await asking.see(runs[0]!.id)).toMatchObject({ answered_by: 'Ada', reply: { decision: 'approve' } });
    expect(await asking.see(runs[2]!.id)).toMatchObject({ state: 'open' });
  });

  it('lists who answered what and what became of it, and revokes standing approvals', async () => {
    const action = { tool: 'make', args: { target: 'all' } };
    const [question] = await ask({ agent_id: 'builder', question: 'Build?', action });
    await asking.answer(question.id, { decision: 'approve', scope: 'always' });
    await asking.wait(question.id);
    while (!(await asking.see(question.id)).delivered_at) await new Promise((resolve) => setTimeout(resolve, 20));
    await page.getByRole('link', { name: 'Answered' }).click();
    const row = page.locator('tr', { hasText: 'Build?' });
    for (const text of ['builder', 'approve', 'Ada', 'delivered by rest']) await row.getByText(text).first().waitFor();
    await page.getByRole('link', { name: 'Standing approvals' }).click();
    await page.locator('tr', { hasText: 'make' }).getByRole('button', { name: 'Revoke' }).click();
    await page.locator('tr', { hasText: 'make' }).getByText('revoked by').waitFor();
    const { state } = await asking.ask({ agent_id: 'builder', session_id: 's', question: 'Build again?', action });
    expect(state).toBe('open');
  });

  it('filters, and discusses without telling the agent', async () => {
    await called(page, 'Ada');
    const [, card] = await ask({ question: 'About the cache', agent_id: 'cacher' });
    await ask({ question: 'About the queue' });
    await card.getByText('Discuss').click();
    await card.getByPlaceholder('A word for the others').fill('ask Eve first');
    await page.keyboard.press('Enter');
    await card.locator('.comments', { hasText: 'ask Eve first' }).waitFor();
    await card.getByPlaceholder('Whose it is').fill('Eve');
    await page.keyboard.press('Enter');
    await card.getByText('for Eve').waitFor();
    await page.getByRole('textbox', { name: 'Text' }).fill('CACHE');
    await page.keyboard.press('Enter');
    await page.getByText('1 question waits').waitFor();
    await page.goto(`${stage.server.url}/inbox?mine=1`);
    await page.getByText('About the queue').waitFor();
    expect(await page.getByText('About the cache').count()).toBe(0);
  });

  it('fits a phone: nothing is wider than the screen, and buttons are as big as a thumb', async () => {
    await ask({
      agent_id: 'x'.repeat(200),
      question: 'y'.repeat(3_000),
      action: { tool: 'Bash', args: { command: 'z'.repeat(500) } },
    });
    const context: BrowserContext = await stage.browser.newContext({ viewport: { width: 390, height: 800 } });
    const phone = await context.newPage();
    await phone.goto(`${stage.server.url}/inbox`);
    await phone.locator(OPEN).waitFor();
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const box = await phone.getByRole('button', { name: 'Approve', exact: true }).boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(44);
    await context.close();
  });
});
