import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeBrowser } from '../support/chromium.js';
import { TestServer } from '../support/server.js';
import { Stage } from './support.js';

const HOOKS = path.resolve(import.meta.dirname, '../fixtures/hooks');
const hook = (name: string) => readFileSync(path.join(HOOKS, `hook-claude-code.${name}.request.json`), 'utf8');

describeBrowser('the dashboard', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set();
  }, 60_000);
  afterAll(() => stage?.strike());

  it('welcomes to an empty archive with snippets, and makes way for the first event', async () => {
    const page = await stage.live();
    await expect(page.locator('#welcome').innerText()).resolves.toMatch(
      /binnacle connect claude-code[\s\S]*curl[\s\S]*BinnacleClient/,
    );
    expect(await page.locator('#welcome a[href="/connect"]').count()).toBe(1);
    await stage.server.send({ type: 'agent:started', agent_id: 'first-agent', payload: { task: 'look around' } });
    await page.locator('#p-event-log', { hasText: 'first-agent' }).waitFor();
    await page.locator('#welcome').waitFor({ state: 'hidden' });
  });

  it('puts new events on top while they happen, complete before scripts run', async () => {
    const page = await stage.live();
    for (let index = 0; index < 5; index++) {
      await stage.server.send({ type: 'tool:called', agent_id: 'streamer', payload: { tool_name: `step-${index}` } });
    }
    await page.locator('#p-event-log', { hasText: 'step-4' }).waitFor();
    const rows = await page.locator('#p-event-log-rows > *').allInnerTexts();
    expect(rows.slice(0, 5).map((text) => /step-\d/.exec(text)?.[0])).toEqual([
      'step-4',
      'step-3',
      'step-2',
      'step-1',
      'step-0',
    ]);
    const plain = await stage.page('/', { javaScriptEnabled: false });
    await plain.locator('#p-event-log', { hasText: 'step-4' }).waitFor();
  });

  it('shows a question, takes the answer in the browser, resumes the agent and closes the card on every screen', async () => {
    const [mine, other] = [await stage.live(), await stage.live()];
    await stage.server.send({
      id: 'format-question',
      type: 'agent:blocked',
      agent_id: 'writer',
      payload: { question: 'Which format shall it have?', msg_id: 'fmt-1' },
    });
    const waiting = stage.server.json<{ answer: string }>('/api/v1/questions/fmt-1?wait=50');
    for (const page of [mine, other])
      await page.locator('#p-blocked-agents', { hasText: 'Which format shall it have?' }).waitFor();
    const field = mine.locator('#p-blocked-agents textarea[data-question-input]').first();
    await field.fill('Markdown, please');
    await field.press('Control+Enter');
    expect((await waiting).answer).toBe('Markdown, please');
    for (const page of [mine, other]) {
      await page.locator('#p-blocked-agents .is-closed', { hasText: 'Markdown, please' }).waitFor();
    }
    // What was sent is no draft any more.
    await mine.locator('#p-blocked-agents .draft-note').first().waitFor({ state: 'hidden' });
    await mine.locator('#p-event-log', { hasText: 'agent:resumed' }).waitFor();
  });

  it('keeps a half-typed answer, its focus and its caret while other questions come and go', async () => {
    const page = await stage.live();
    const ask = (id: string) =>
      stage.server.send({
        id,
        type: 'agent:blocked',
        agent_id: `agent-${id}`,
        payload: { question: `Question ${id}?`, msg_id: id },
      });
    await ask('draft');
    const card = page.locator('#p-blocked-agents [data-nav]', { hasText: 'Question draft?' });
    const field = card.locator('textarea').first();
    await field.click();
    await page.keyboard.type('half an ans');
    await page.keyboard.press('ArrowLeft');
    for (let index = 0; index < 6; index++) {
      await ask(`other-${index}`);
      await page.locator('#p-blocked-agents', { hasText: `Question other-${index}?` }).waitFor();
      if (index % 2)
        await stage.server.post(`/agent/agent-other-${index}/respond`, { msg_id: `other-${index}`, answer: 'ok' });
    }
    await page.keyboard.type('X');
    expect(await field.inputValue()).toBe('half an anXs');
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('keeps a draft visible when someone else answers first, and says who', async () => {
    const page = await stage.live();
    await stage.server.send({
      id: 'lost',
      type: 'agent:blocked',
      agent_id: 'loser',
      payload: { question: 'Who is first?', msg_id: 'lost' },
    });
    const card = page.locator('#p-blocked-agents [data-nav]', { hasText: 'Who is first?' });
    await card.locator('textarea').first().fill('my long considered answer');
    await stage.server.post('/agent/loser/respond', { msg_id: 'lost', answer: 'me', answered_by: 'Ada' });
    await page.locator('#p-blocked-agents', { hasText: 'Ada' }).waitFor();
    const drafts = await page
      .locator('#p-blocked-agents textarea')
      .evaluateAll((fields) => fields.map((field) => (field as HTMLTextAreaElement).value));
    expect(drafts).toContain('my long considered answer');
  });

  it('answers with one click where the agent gave options', async () => {
    const page = await stage.live();
    await stage.server.send({
      type: 'agent:blocked',
      agent_id: 'chooser',
      payload: {
        question: 'json or csv?',
        msg_id: 'choose',
        options: ['json', { value: 'csv', label: 'Comma separated' }],
      },
    });
    const card = page.locator('#p-blocked-agents [data-nav]', { hasText: 'json or csv?' });
    await card.getByText('Comma separated').click();
    const answered = await stage.server.json<{ state: string; answer: string }>('/api/v1/questions/choose?wait=5');
    expect(answered).toMatchObject({ state: 'answered', answer: 'csv' });
  });

  it('filters by the URL and shows only what was asked for', async () => {
    const page = await stage.live('/?type=agent:*');
    await stage.server.send([
      { type: 'tool:called', agent_id: 'filtered', payload: { tool_name: 'hidden-tool' } },
      { type: 'agent:started', agent_id: 'shown-agent' },
    ]);
    await page.locator('#p-event-log', { hasText: 'shown-agent' }).waitFor();
    expect(await page.locator('#p-event-log').innerText()).not.toContain('hidden-tool');
    const wrong = await stage.server.get('/?type=Nonsense', { accept: 'text/html' });
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain('Nonsense');
  });

  it('shows a Claude Code session: its tool calls, its failure and its completion, live and in the history', async () => {
    const page = await stage.live();
    const session = [
      'SessionStart',
      'UserPromptSubmit',
      'PreToolUse.Bash',
      'PermissionRequest.Bash',
      'Notification.permission_prompt',
    ];
    session.push('PostToolUse.Bash', 'PreToolUse.Read', 'PostToolUseFailure.Read', 'Stop', 'SessionEnd');
    for (const name of session) {
      // As in its own terminal: what waits for people is in test/conformance/hooks.
      const response = await stage.server.post('/hooks/claude-code?hold=none', hook(name));
      expect([response.status, await response.json()]).toEqual([200, {}]);
    }
    const log = page.locator('#p-event-log');
    for (const type of ['tool:called', 'tool:failed', 'tool:completed', 'agent:completed'])
      await log.getByText(type).first().waitFor();
    await log.getByText('Bash').first().waitFor();
    await page.locator('#p-results', { hasText: 'claude-code' }).waitFor();
    const { session_id } = JSON.parse(hook('PostToolUseFailure.Read')) as { session_id: string };
    const history = await stage.server.json<{ data: { type: string }[] }>(
      `/api/v1/events?session_id=${session_id}&order=asc`,
    );
    expect(history.data.map(({ type }) => type)).toContain('tool:failed');
    expect(await (await stage.server.post('/hooks/claude-code', 'not json')).json()).toEqual({});
  });

  it('shows hostile text as text: nothing of it runs', async () => {
    const page = await stage.live();
    let pwned = false;
    await page.exposeFunction('pwned', () => {
      pwned = true;
    });
    page.on('request', (request) => {
      if (request.url().includes('/pwned')) pwned = true;
    });
    const texts = [
      '<script>pwned()</script>',
      '<img src="/pwned" onerror="pwned()">',
      `"><div data-init="@get('/pwned')"></div>`,
      `' data-on:load="@get('/pwned')" x='`,
      'line\rdata: mode append\rdata: selector body\rdata: elements <script>pwned()</script>\r\r',
      'a\r\n\r\nevent: datastar-patch-elements\r\ndata: elements <div id="injected"></div>\r\n\r\n',
      '</textarea><script>pwned()</script>',
      `${'\u202e'}RTL 😀 ${'x'.repeat(20_000)}`,
    ];
    for (const [index, text] of texts.entries()) {
      await stage.server.send([
        { type: 'agent:started', agent_id: text.slice(0, 200), payload: { name: text, task: text } },
        {
          type: 'tool:failed',
          agent_id: `hostile-${index}`,
          payload: { tool_name: text, error: text, input: { [text.slice(0, 500)]: text } },
        },
        {
          type: 'agent:blocked',
          agent_id: `hostile-${index}`,
          payload: { question: text, options: [text, { value: text, label: text }], msg_id: `h${index}` },
        },
        { type: 'agent:completed', agent_id: `hostile-done-${index}`, payload: { result: text } },
        { type: 'graph:progress', graph_id: text.slice(0, 200), payload: { completed: 1, total: 2, label: text } },
      ]);
    }
    await page.locator('#p-event-log', { hasText: 'hostile-done-7' }).waitFor();
    await page.reload();
    await page.locator('#p-event-log', { hasText: 'hostile-done-7' }).waitFor();
    expect(pwned).toBe(false);
    expect(await page.locator('#injected').count()).toBe(0);
    expect(await page.locator('#p-event-log script, #p-event-log img').count()).toBe(0);
    await page.getByText('<script>pwned()</script>').first().waitFor();
  });

  it('reconnects by itself after a restart of the server and shows what happened meanwhile', async () => {
    const page = await stage.live();
    const { port } = stage.server;
    await stage.server.stop();
    await page.locator('#connection[data-connection="reconnecting"], #connection[data-connection="lost"]').waitFor();
    stage.server = await TestServer.start({ databaseUrl: stage.database.url, port });
    await stage.server.send({ type: 'agent:started', agent_id: 'after-the-restart' });
    await page.locator('#p-event-log', { hasText: 'after-the-restart' }).waitFor({ timeout: 20_000 });
    await page.locator('#connection[data-connection="live"]').waitFor();
  });

  it('works by keyboard', async () => {
    const page = await stage.live();
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-filter-input'))).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('b');
    expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-question-input'))).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.locator('#shortcuts[open]').waitFor();
  });

  it('fits a phone without scrolling sideways', async () => {
    const page = await stage.live('/', { viewport: { width: 360, height: 740 } });
    const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(content).toBeLessThanOrEqual(screen as number);
  });

  it('left no script error and no broken policy behind', () => {
    const expected = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|net::ERR/;
    expect(stage.complaints.filter((text) => !expected.test(text))).toEqual([]);
  });
});
