/** The first minute of a newcomer: the button of the empty page, three agents at work, the answer. Takes the README's picture. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeBrowser } from '../support/chromium.js';
import { Stage } from './support.js';

const ARTIFACTS = path.resolve(import.meta.dirname, '../.artifacts');

describeBrowser('the demo', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set();
    await mkdir(ARTIFACTS, { recursive: true });
  }, 60_000);
  afterAll(() => stage?.strike());

  it('runs three agents from one click: they work, one fails once, one asks and resumes when answered', async () => {
    const page = await stage.live();
    await page.screenshot({ path: path.join(ARTIFACTS, 'empty.png') });
    await page.getByRole('button', { name: /demo/i }).click();
    const card = page.locator('#p-blocked-agents form').first();
    await card.waitFor({ timeout: 60_000 });
    const log = page.locator('#p-event-log');
    await log.getByText('tool:failed').first().waitFor({ timeout: 60_000 });
    for (const [name, scheme] of [
      ['dashboard-light', 'light'],
      ['dashboard-dark', 'dark'],
    ] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.screenshot({ path: path.join(ARTIFACTS, `${name}.png`) });
    }
    const open = await stage.server.json<{ data: { id: string; agent_id: string }[] }>('/api/v1/questions?state=open');
    expect(open.data).toHaveLength(1);
    await page
      .getByText(/markdown/i)
      .first()
      .click();
    await card
      .locator('button[type=submit]')
      .first()
      .click({ timeout: 2_000 })
      .catch(() => {});
    const closed = await stage.server.json<{ state: string }>(`/api/v1/questions/${open.data[0]?.id}?wait=30`);
    expect(closed.state).toBe('answered');
    await page.locator('#p-results', { hasText: 'report-writer' }).waitFor({ timeout: 60_000 });
    const failures = await stage.server.json<{ data: unknown[] }>('/api/v1/events?type=tool:failed');
    expect(failures.data).toHaveLength(1);
  }, 180_000);
});
