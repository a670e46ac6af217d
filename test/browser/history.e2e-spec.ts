/** The History page in a real Chromium: query, mistake, pages both ways, permalink, live tail through a restart. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeBrowser } from '../support/chromium.js';
import { TestServer } from '../support/server.js';
import { Stage } from './support.js';

const SHOTS = path.resolve(import.meta.dirname, '../.artifacts');

describeBrowser('the History page', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set();
    mkdirSync(SHOTS, { recursive: true });
    await stage.server.send(
      Array.from({ length: 250 }, (_, index) => ({
        id: `call-${index}`,
        type: index % 10 === 3 ? 'tool:failed' : 'tool:called',
        agent_id: index % 2 ? 'even-agent' : 'odd-agent',
        session_id: 'run-7',
        payload: { tool_name: index % 5 ? 'bash' : 'grep', duration_ms: index * 10, note: `number ${index}` },
      })),
    );
    await stage.server.send({
      id: 'hostile',
      type: 'agent:failed',
      agent_id: '"><script>document.title="pwned"</script>',
      payload: { error: '<img src=x onerror=alert(1)>\r\ndata: <b>' },
    });
  }, 60_000);
  afterAll(() => stage?.strike());

  const rows = (page: Page) => page.locator('#history-rows > li');
  const search = async (page: Page, query: string) => {
    await page.locator('#query').fill(query);
    await page.locator('#query').press('Enter');
    await page.waitForURL((url) => (url.searchParams.get('query') ?? '') === query);
  };

  it('finds by a query, keeps it in the address, and offers what is known', async () => {
    const page = await stage.page('/history');
    await expect(rows(page).count()).resolves.toBe(100);
    await search(page, 'type:tool:failed payload.duration_ms>=2000');
    await expect(rows(page).count()).resolves.toBe(5);
    await expect(page.locator('#found').innerText()).resolves.toBe('5 events');
    await page.reload();
    await expect(page.locator('#query').inputValue()).resolves.toBe('type:tool:failed payload.duration_ms>=2000');
    const offered = await page
      .locator('#query-suggestions option')
      .evaluateAll((all) => all.map((one) => one.getAttribute('value')));
    expect(offered).toEqual(expect.arrayContaining(['type:tool:failed', 'agent:even-agent', 'payload.tool_name=bash']));
    await page.screenshot({ path: path.join(SHOTS, 'history-light.png') });
  });

  it('completes the term that is being typed, with what is in the archive', async () => {
    const page = await stage.page('/history');
    const box = page.locator('#query');
    const offered = () =>
      page.locator('#query-suggestions option').evaluateAll((all) => all.map((one) => one.getAttribute('value')));
    const until = async (text: string, ...wanted: string[]) => {
      await box.fill(text);
      for (const deadline = Date.now() + 10_000; (await offered()).join() !== wanted.join(); ) {
        if (Date.now() > deadline) expect(await offered()).toEqual(wanted);
        await page.waitForTimeout(30);
      }
    };
    await until('type:tool:fa', 'type:tool:failed');
    await until('type:tool:failed agent:ev', 'type:tool:failed agent:even-agent');
    await until('-agent:even-agent,od', '-agent:even-agent,odd-agent');
    await until('"a quoted text" payload.tool_name=ba', '"a quoted text" payload.tool_name=bash');
    await until('nothing:like this');
    // Completing leaves what was typed, and its place, alone.
    await expect(box.inputValue()).resolves.toBe('nothing:like this');
    await expect(page.evaluate(() => document.activeElement?.id)).resolves.toBe('query');
  });

  it('charts the query over time, and a click on a bar narrows it to that time', async () => {
    await stage.server.send([
      { id: 'past-1', type: 'acme:past', timestamp: '2026-01-05T10:20:00Z' },
      { id: 'past-2', type: 'acme:past', timestamp: '2026-01-05T10:21:30Z' },
      { id: 'past-3', type: 'acme:past', timestamp: '2026-01-05T12:00:00Z', payload: { note: 'later' } },
    ]);
    const page = await stage.page('/history');
    await search(page, 'type:acme:past from:2026-01-05 to:2026-01-06');
    const bars = page.locator('.histogram a:has(.bar)');
    await expect(bars.count()).resolves.toBe(2);
    await expect(bars.first().getAttribute('aria-label')).resolves.toMatch(/: 2$/);
    await page.screenshot({ path: path.join(SHOTS, 'history-histogram.png') });
    await bars.first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/10%3A00|10%3A/);
    await expect(rows(page).count()).resolves.toBe(2);
    await page
      .locator('.histogram a', { hasText: 'All times' })
      .or(page.locator('.histogram figcaption a'))
      .first()
      .click();
    await page.waitForURL((url) => url.searchParams.get('query') === 'type:acme:past');
    await search(page, 'type:acme:past later');
    await expect(rows(page).count()).resolves.toBe(1);
    await expect(page.locator('.histogram a:has(.bar)').count()).resolves.toBe(1);
  });

  it('marks a mistake where it is and keeps what was typed', async () => {
    const page = await stage.page('/history');
    await search(page, 'type:tool:failed agnet:x');
    await expect(page.locator('#query-mistake').innerText()).resolves.toMatch(/At character 18 .*no field agnet/);
    await expect(page.locator('#query-mistake mark').innerText()).resolves.toBe('a');
    await expect(page.locator('#query').inputValue()).resolves.toBe('type:tool:failed agnet:x');
    await page.screenshot({ path: path.join(SHOTS, 'history-mistake.png') });
    // The answer is a 400, which a browser's console calls an error.
    expect(stage.complaints.splice(0)).toEqual([expect.stringContaining('400')]);
  });

  it('pages to the oldest and back without repeating or skipping', async () => {
    const page = await stage.page('/history?query=type:tool:*');
    const seen: string[] = [];
    const notes = async () =>
      (await rows(page).allInnerTexts()).map((text) => /number \d+|\d+ ms/.exec(text)?.[0] ?? text);
    const ids = () => rows(page).evaluateAll((all) => all.map(({ id }) => id));
    for (;;) {
      seen.push(...(await ids()));
      if ((await page.locator('a[rel="next"]').count()) === 0) break;
      await Promise.all([page.waitForNavigation(), page.locator('a[rel="next"]').click()]);
    }
    expect([seen.length, new Set(seen).size]).toEqual([250, 250]);
    expect((await notes()).length).toBe(50);
    const back: string[] = [...(await ids())];
    while ((await page.locator('a[rel="prev"]').count()) > 0) {
      await Promise.all([page.waitForNavigation(), page.locator('a[rel="prev"]').click()]);
      back.unshift(...(await ids()));
    }
    expect(back).toEqual(seen);
  });

  it('opens a row to its payload, and an event to a page of its own with the ways on', async () => {
    const page = await stage.page('/history?query=id:call-42');
    await rows(page).locator('summary').click();
    await expect(rows(page).locator('pre').innerText()).resolves.toContain('"note": "number 42"');
    await rows(page).locator('a').click();
    await page.waitForURL(/\/history\/event\/call-42$/);
    await expect(page.locator('#event-json').innerText()).resolves.toContain('"id": "call-42"');
    await page.screenshot({ path: path.join(SHOTS, 'history-event.png') });
    const session = page.locator('.facts > div', { has: page.getByText('Session', { exact: true }) });
    await session.locator('a', { hasText: 'run-7' }).click();
    await page.waitForURL(/\/sessions\/run-7$/);
    await page.goBack();
    await session.locator('a', { hasText: 'its events' }).click();
    await page.waitForURL((url) => url.searchParams.get('query') === 'session:run-7');
  });

  it('shows what an agent says as text', async () => {
    const page = await stage.page('/history?query=type:agent:failed');
    await rows(page).locator('summary').click();
    await expect(rows(page).innerText()).resolves.toContain('<script>document.title="pwned"</script>');
    await rows(page).locator('a').click();
    await page.waitForURL(/hostile$/);
    const agent = page.locator('.facts > div', { has: page.getByText('Agent', { exact: true }) });
    await agent.locator('a', { hasText: 'script' }).click();
    await page.waitForURL(/\/agents\//);
    await expect(page.title()).resolves.toContain('Binnacle');
    await page.goBack();
    await agent.locator('a', { hasText: 'its events' }).click();
    await expect(rows(page).count()).resolves.toBe(1);
    await expect(page.title()).resolves.toBe('History · Binnacle');
  });

  it('copies the query as curl', async () => {
    const page = await stage.page(`/history?query=${encodeURIComponent(`"it's"`)}`);
    await expect(page.locator('#history-curl').textContent()).resolves.toBe(
      `curl -G '${stage.server.url}/api/v1/events' --data-urlencode 'query="it'\\''s"'`,
    );
  });

  it('goes on live with the same query, through a restart, without a gap and without a repeat', async () => {
    const page = await stage.live('/history?query=agent:tailed&live=1', { colorScheme: 'dark' });
    const shown = () => rows(page).evaluateAll((all) => all.map((row) => /n-\d+/.exec(row.textContent ?? '')?.[0]));
    const send = (number: number) =>
      stage.server.send([
        { id: `tail-${number}`, type: 'tool:called', agent_id: 'tailed', payload: { tool_name: `n-${number}` } },
        { type: 'tool:called', agent_id: 'not-tailed', payload: { tool_name: 'other' } },
      ]);
    await send(1);
    await send(2);
    await rows(page).filter({ hasText: 'n-2' }).waitFor();
    const { port } = stage.server;
    await stage.server.stop();
    stage.server = await TestServer.start({ databaseUrl: stage.database.url, port });
    await send(3);
    await rows(page).filter({ hasText: 'n-3' }).waitFor({ timeout: 20_000 });
    await send(4);
    await rows(page).filter({ hasText: 'n-4' }).waitFor();
    expect(await shown()).toEqual(['n-4', 'n-3', 'n-2', 'n-1']);
    await page.screenshot({ path: path.join(SHOTS, 'history-live-dark.png') });
    stage.complaints.splice(0);
  }, 60_000);

  it('fits a phone without scrolling sideways', async () => {
    for (const address of ['/history', '/history/event/call-42', '/storage']) {
      const page = await stage.page(address, { viewport: { width: 360, height: 740 } });
      const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      expect([address, content]).toEqual([address, screen]);
      if (address === '/history') await page.screenshot({ path: path.join(SHOTS, 'history-phone.png') });
    }
  });

  it('left no script error and no broken policy behind', () => {
    expect(stage.complaints).toEqual([]);
  });
});
