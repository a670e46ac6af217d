/** Every kind of question, answered by mouse and keyboard on its card. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { describeBrowser } from '../support/chromium.js';
import { Asking, type WireQuestion } from '../support/questions.js';
import { Stage } from './support.js';

const deploy = { tool: 'deploy', args: { version: '1.4', replicas: 4 } };
const schema = {
  type: 'object',
  properties: {
    region: { enum: ['eu', 'us'], title: 'Region' },
    replicas: { type: 'integer', minimum: 1 },
    note: { type: 'string' },
    dry: { type: 'boolean', title: 'Dry run' },
  },
  required: ['region', 'replicas'],
};

describeBrowser('cards of questions', () => {
  let stage: Stage;
  let asking: Asking;
  let page: Page;
  let count = 0;
  beforeAll(async () => {
    stage = await Stage.set();
    asking = new Asking(stage.server);
    page = await stage.live();
  }, 60_000);
  afterAll(() => stage?.strike());

  const ask = async (fields: Record<string, unknown>): Promise<[Locator, () => Promise<WireQuestion>]> => {
    const { id } = await asking.ask({ agent_id: `asker-${count++}`, session_id: 's', ...fields });
    const card = page.locator(`article.card:has(input[value="${id}"])`);
    await card.waitFor();
    return [card, () => asking.wait(id, 20)];
  };

  it('shows what will be done, and approves it by a click', async () => {
    const [card, answer] = await ask({ question: 'Deploy?', action: deploy });
    expect(await card.locator('.action').innerText()).toMatch(/deploy[\s\S]*"version": "1.4"/);
    await card.getByRole('button', { name: 'Approve' }).click();
    expect(await answer()).toMatchObject({
      reply: { decision: 'approve', scope: 'once' },
      action_hash: expect.any(String),
    });
    await page.locator('article.is-closed', { hasText: 'Deploy?' }).first().waitFor();
  });

  it('refuses with words, whatever was chosen for an approval', async () => {
    const [card, answer] = await ask({ question: 'Drop the table?', action: { tool: 'sql', args: {} } });
    await card.locator('select[name=scope]').selectOption('always');
    await card.locator('textarea[name=answer]').fill('not on a Friday');
    await card.getByRole('button', { name: 'Reject' }).click();
    expect(await answer()).toMatchObject({ reply: { decision: 'reject', message: 'not on a Friday', scope: 'once' } });
  });

  it('approves from now on, with any arguments, only when that is said', async () => {
    const [card, answer] = await ask({
      agent_id: 'lasting',
      question: 'Read it?',
      action: { tool: 'read', args: { n: 1 } },
    });
    expect(await card.locator('input[name=args]').isVisible()).toBe(false);
    await card.locator('select[name=scope]').selectOption('always');
    await card.locator('input[name=args]').check();
    await card.getByRole('button', { name: 'Approve' }).click();
    expect(await answer()).toMatchObject({ reply: { scope: 'always' } });
    const again = await asking.ask({
      agent_id: 'lasting',
      question: 'More?',
      action: { tool: 'read', args: { n: 2 } },
    });
    expect(again).toMatchObject({ state: 'answered', rule_id: expect.any(String) });
  });

  it('approves changed arguments, and offers to change them only where the agent allows it', async () => {
    const [plain] = await ask({ question: 'As it is?', action: deploy });
    expect(await plain.locator('details.editing').count()).toBe(0);
    const [card, answer] = await ask({ question: 'Or else?', action: deploy, allowed: ['approve', 'edit'] });
    await card.locator('summary').click();
    await card.locator('textarea[name=edited_args]').fill('{"version":"1.4","replicas":2}');
    await stage.server.send({ type: 'agent:blocked', agent_id: 'other', payload: { question: 'In between?' } });
    await page.locator('article.card', { hasText: 'In between?' }).waitFor();
    await card.getByRole('button', { name: 'Approve with these' }).click();
    expect(await answer()).toMatchObject({ reply: { decision: 'edit', edited_args: { version: '1.4', replicas: 2 } } });
  });

  it('takes one option by its button, and nothing else when there is nothing else', async () => {
    const [card, answer] = await ask({ question: 'Which?', options: ['left', 'right'], allow_other: false });
    expect(await card.locator('textarea').count()).toBe(0);
    await card.getByRole('button', { name: 'right' }).click();
    expect(await answer()).toMatchObject({ answer: 'right' });
  });

  it('takes several options, and words besides', async () => {
    const [card, answer] = await ask({ question: 'Which ones?', kind: 'multi_choice', options: ['a', 'b', 'c'] });
    await card.getByLabel('a', { exact: true }).check();
    await card.getByLabel('c', { exact: true }).check();
    await card.locator('textarea[name=answer]').fill('and d');
    await card.getByRole('button', { name: 'Send answer' }).click();
    expect(await answer()).toMatchObject({ reply: { value: ['a', 'c', 'and d'] } });
  });

  it('makes a form of a schema', async () => {
    const [card, answer] = await ask({ question: 'Where to?', response_schema: schema });
    await card.getByLabel('Region').selectOption('us');
    await card.getByLabel('replicas').fill('3');
    await card.getByLabel('Dry run').check();
    await card.getByRole('button', { name: 'Send answer' }).click();
    expect(await answer()).toMatchObject({ reply: { value: { region: 'us', replicas: 3, dry: true } } });
  });

  it('answers several questions at once', async () => {
    const items = [
      { question: 'Library?', options: ['zod', 'ajv'] },
      { id: 'parts', question: 'Parts?', options: ['web', 'cli'], multi: true },
      { id: 'name', question: 'Name?' },
    ];
    const [card, answer] = await ask({ question: 'Three things', items });
    await card.getByLabel('zod').check();
    await card.getByLabel('web').check();
    await card.getByLabel('cli').check();
    await card.getByLabel('Name?').fill('binnacle');
    await card.getByLabel('Name?').press('Enter');
    expect(await answer()).toMatchObject({ reply: { value: { 1: 'zod', parts: ['web', 'cli'], name: 'binnacle' } } });
  });

  it('shows what to look at, and runs or loads nothing of it', async () => {
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    const text =
      '# Plan\n\n<img src=x onerror=alert(1)> ![p](http://evil.example/p.png) [click](javascript:alert(1)) [fine](https://ok.example)';
    const [card] = await ask({
      question: 'Look?',
      context: [
        { kind: 'markdown', text },
        { kind: 'diff', text: '-old\n+<b>new</b>' },
        { kind: 'image', title: 'Shot', url: 'https://img.example/shot.png' },
      ],
    });
    expect(await card.locator('.prose h1').innerText()).toBe('Plan');
    expect(await card.locator('.context img').count()).toBe(0);
    expect(
      await card.locator('.context a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
    ).toEqual(['http://evil.example/p.png', 'https://ok.example', 'https://img.example/shot.png']);
    expect(await card.locator('.is-added').innerText()).toContain('+<b>new</b>');
    expect(requests.filter((url) => !url.startsWith(stage.server.url))).toEqual([]);
  });

  it('offers no approval of what it can not show whole', async () => {
    const args = { command: 'x'.repeat(20_000) };
    const [card] = await ask({ question: 'Run it?', action: { tool: 'bash', args } });
    expect(await card.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    expect(await card.getByRole('button', { name: 'Reject' }).count()).toBe(1);
  });

  it('says who is answering already, and what happens when nobody does', async () => {
    const { id } = await asking.ask({
      agent_id: 'claimed',
      question: 'Mine?',
      timeout_seconds: 600,
      on_timeout: 'deny',
    });
    await asking.call('POST', `/api/v1/questions/${id}/claim`, { by: 'Ada' });
    const card = page.locator(`article.card:has(input[value="${id}"])`);
    await card.locator('.card-claim', { hasText: 'Ada is answering' }).waitFor();
    expect(await card.locator('.card-notes').innerText()).toContain('refused unless answered by');
  });
});
