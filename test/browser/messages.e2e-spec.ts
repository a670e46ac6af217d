/** Writing to an agent on its page. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeBrowser } from '../support/chromium.js';
import { Stage } from './support.js';

describeBrowser('messages on the page of an agent', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set();
    await stage.server.send([{ type: 'agent:started', agent_id: 'scout' }]);
    await stage.server.get('/api/v1/agents/scout');
  }, 60_000);
  afterAll(() => stage?.strike());

  const agentPage = async () => {
    for (;;) {
      const { status } = await stage.server.get('/agents/scout');
      if (status === 200) return stage.page('/agents/scout');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it('are sent by keyboard, seen by everybody, and shown as read when the agent has read them', async () => {
    const [page, other] = [await agentPage(), await agentPage()];
    const list = other.locator('#message-list');
    await list.getByText('Nothing was sent yet').waitFor();
    const draft = other.locator('#message-text');
    await draft.fill('half a thought');
    await page.locator('#message-text').fill('<b>go on</b> with the second half');
    await page.keyboard.press('Control+Enter');
    await list.getByText('<b>go on</b> with the second half').waitFor();
    await list.getByText('not read yet').waitFor();
    expect(await draft.inputValue()).toBe('half a thought');
    expect(await page.locator('#message-text').inputValue()).toBe('');
    await stage.server.json('/api/v1/agents/scout/messages?wait=0');
    await list.getByText(/read .* by rest/).waitFor();
    expect(await list.locator('li').count()).toBe(1);
    expect(stage.complaints).toEqual([]);
  });
});
