/** A session read as a conversation. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeBrowser } from '../support/chromium.js';
import { Stage } from './support.js';

const START = Date.now() - 60_000;
const of = { agent_id: 'ada', session_id: 'fix' };
const at = (second: number, type: string, payload: object) => ({
  type,
  ...of,
  timestamp: new Date(START + second * 1_000).toISOString(),
  payload,
});
const call = { tool_name: 'Bash', tool_use_id: 'c1' };

describeBrowser('the conversation of a session', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set();
    await stage.server.send([
      at(1, 'user:message', { text: 'Why does it fail?\n<img src=x onerror=alert(1)>' }),
      at(2, 'tool:called', { ...call, input: { command: 'npm test' } }),
      at(3, 'tool:failed', { ...call, error: `1 test failed ${'x'.repeat(500)}` }),
      at(4, 'model:response', {
        model: 'opus',
        input_tokens: 1_200,
        output_tokens: 30,
        output: [{ role: 'assistant', content: 'The test is **wrong**. <script>document.title="pwned"</script>' }],
      }),
    ]);
  }, 60_000);
  afterAll(() => stage?.strike());

  const opened = async (query = '?tab=conversation') => {
    for (;;) {
      const { status } = await stage.server.get('/sessions/fix');
      if (status === 200) return stage.page(`/sessions/fix${query}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it('is a tab of its page, with what was said in its order, Markdown as such and nothing of it alive', async () => {
    const page = await opened('');
    await page.getByRole('link', { name: 'Conversation' }).click();
    const turns = page.locator('.turn');
    expect(await turns.count()).toBe(3);
    const [asked, tool, answer] = await turns.allInnerTexts();
    expect(asked).toMatch(/person[\s\S]*Why does it fail\?\n<img src=x/);
    expect(tool).toMatch(/Bash\s+npm test\s+failed 1\.0 s/);
    expect(answer).toMatch(/ada[\s\S]*opus · 1,200 in · 30 out[\s\S]*The test is wrong\. <script>/);
    expect(await page.locator('.turn strong').innerText()).toBe('wrong');
    expect(await page.title()).not.toBe('pwned');
    expect(stage.complaints).toEqual([]);
  });

  it('is gone through by keyboard, and a call opens to what it was given and gave back', async () => {
    const page = await opened();
    await page.keyboard.press('j');
    await page.locator('.turn.is-person:focus').waitFor();
    await page.keyboard.press('j');
    await page.locator('.turn.is-tool:focus').waitFor();
    await page.locator('.turn.is-tool summary').focus();
    await page.keyboard.press('Enter');
    const parts = page.locator('.turn.is-tool pre');
    expect(await parts.first().innerText()).toContain('"command": "npm test"');
    expect(await parts.last().innerText()).toContain('1 test failed');
    await page.locator('.turn.is-tool a').click();
    await page.waitForURL('**/history/event/*');
    await page.getByRole('heading', { name: 'Whole event' }).waitFor();
  });

  it('fits a phone without scrolling sideways', async () => {
    const page = await opened();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('.turn.is-tool summary').click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    expect(stage.complaints).toEqual([]);
  });
});
