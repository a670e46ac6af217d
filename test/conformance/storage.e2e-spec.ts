/** Retention and the Storage page on the production server. */
import { dateOf, dayAt } from '@binnacle/persistence';
import { draftOf } from '@binnacle/persistence/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestArchive } from '../support/archive.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => dateOf(dayAt(Date.now() - days * DAY_MS));

interface Storage {
  readonly database_bytes: number;
  readonly max_bytes: number | null;
  readonly retention_days: number | null;
  readonly days: { readonly project: string; readonly date: string; readonly rows: number }[];
}

describe('storage', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    let clock = Date.now();
    const open = await openTestArchive(database.url, { now: () => clock });
    for (const days of [5, 4, 1]) {
      clock = Date.now() - days * DAY_MS;
      await open.archive.append([draftOf('tool:called', { id: `from-${days}-days-ago` })]);
    }
    await open.reader.$executeRaw`ANALYZE`;
    await open.close();
    const env = { BINNACLE_RETENTION_DAYS: '3', BINNACLE_MAX_DISK: '10GB' };
    server = await TestServer.start({ databaseUrl: database.url, env });
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  it('drops what is past its retention when the server starts, and keeps the rest', async () => {
    let dates: string[] = [];
    for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
      const { days } = await server.json<Storage>('/api/v1/storage');
      dates = days.map(({ date }) => date);
      if (!dates.includes(daysAgo(4))) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(dates[0]).toBe(daysAgo(1));
    expect((await server.get('/api/v1/events/from-5-days-ago')).status).toBe(404);
    expect((await server.get('/api/v1/events/from-1-days-ago')).status).toBe(200);
    const { data } = await server.json<{ data: { id: string }[] }>('/api/v1/events');
    expect(data.map(({ id }) => id)).toEqual(['from-1-days-ago']);
  });

  it('tells sizes and limits over REST and on its page', async () => {
    const storage = await server.json<Storage>('/api/v1/storage');
    expect(storage).toMatchObject({ max_bytes: 10_000_000_000, retention_days: 3 });
    expect(storage.database_bytes).toBeGreaterThan(1_000_000);
    const page = await server.get('/storage');
    expect(page.headers.get('content-security-policy')).toContain("style-src 'self'");
    const html = await page.text();
    expect(html).toContain('of 10 GB');
    expect(html).toContain('<a href="/storage" aria-current="page">');
    expect(html).not.toMatch(/ style=/);
  });
});
