/** A database as the first schema left it, and this version on it: nothing is lost, and everything works. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../libs/persistence/src/migrations/migrate.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

const FIRST = '20260101000000_archive';
const DAYS = ['2026-01-05', '2026-01-06'] as const;
const A_DAY = 500;
const dayNumber = (date: string) => BigInt(Date.parse(date) / 86_400_000);
const floor = (date: string) => dayNumber(date) << 32n;

/** An empty database with the first migration and with what a server of that time wrote, in SQL of that time. */
async function oldDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'binnacle-first-'));
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query('DROP SCHEMA public CASCADE; DROP SCHEMA binnacle_days CASCADE; CREATE SCHEMA public');
    await cp(path.resolve('prisma/migrations', FIRST), path.join(folder, FIRST), { recursive: true });
    expect(await migrate(database.url, { directory: folder })).toEqual([FIRST]);
    await fill(client);
  } finally {
    await client.end();
    await rm(folder, { recursive: true });
  }
  return database;
}

async function fill(client: pg.Client): Promise<void> {
  await client.query(`
    INSERT INTO projects (project) VALUES ('default');
    CREATE TABLE binnacle_days.p1 (LIKE events INCLUDING ALL) PARTITION BY RANGE (seq);
    ALTER TABLE events ATTACH PARTITION binnacle_days.p1 FOR VALUES IN ('default')`);
  for (const date of DAYS) {
    const table = `binnacle_days.p1_${date.replaceAll('-', '')}`;
    const next = ((dayNumber(date) + 1n) << 32n) + 1n;
    await client.query(`CREATE TABLE ${table} (LIKE binnacle_days.p1 INCLUDING ALL);
      ALTER TABLE binnacle_days.p1 ATTACH PARTITION ${table} FOR VALUES FROM (${floor(date) + 1n}) TO (${next})`);
    await client.query(
      `WITH made AS (
        INSERT INTO events (seq, project, id, "timestamp", received_at, category, action, agent_id, session_id, payload)
        SELECT $1::bigint + n, 'default', $2 || '-' || n, $2::timestamptz + n * interval '1 second',
          $2::timestamptz + n * interval '1 second', 'tool', 'called', 'agent-' || n % 7, 'session-' || n % 3,
          jsonb_build_object('tool_name', 'bash', 'n', n, 'text', 'ünïcödé 😀')
        FROM generate_series(1, $3) AS n RETURNING project, id, seq)
      INSERT INTO event_ids (project, id, seq) SELECT project, id, seq FROM made`,
      [floor(date).toString(), date, A_DAY],
    );
  }
  const last = floor(DAYS[1]) + BigInt(A_DAY);
  const ask = (seq: bigint, id: string) => `
    INSERT INTO events (seq, project, id, "timestamp", received_at, category, action, agent_id, payload)
      VALUES (${seq}, 'default', '${id}', '${DAYS[1]}T12:00:00Z', '${DAYS[1]}T12:00:00Z', 'agent', 'blocked', 'asker',
        '{"msg_id": "${id}", "question": "Is it ${id}?", "options": ["yes", "no"]}');
    INSERT INTO event_ids (project, id, seq) VALUES ('default', '${id}', ${seq});
    INSERT INTO questions (project, id, state, agent_id, msg_id, dedupe_key, question, options, asked_at)
      VALUES ('default', '${id}', 'open', 'asker', '${id}', 'asker/${id}', 'Is it ${id}?', '["yes", "no"]', '${DAYS[1]}T12:00:00Z')`;
  await client.query(`${ask(last + 1n, 'open-one')};${ask(last + 2n, 'answered-one')};
    UPDATE questions SET state = 'answered', answer = 'no', answered_by = 'Ada', closed_at = '${DAYS[1]}T12:05:00Z'
      WHERE id = 'answered-one';
    UPDATE archive_head SET last_seq = ${last + 2n}`);
}

describe('an archive of the first schema', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await oldDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  it('is read back event for event', async () => {
    const events: { id: string; seq: string; payload: Record<string, unknown> }[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const url = `/api/v1/events?order=asc&limit=400${cursor && `&cursor=${cursor}`}`;
      const page: { data: typeof events; next_cursor: string | null } = await server.json(url);
      events.push(...page.data);
      cursor = page.next_cursor;
    }
    const old = events.slice(0, 2 * A_DAY + 2);
    expect(old.map(({ id }) => id)).toEqual([
      ...DAYS.flatMap((date) => Array.from({ length: A_DAY }, (_, index) => `${date}-${index + 1}`)),
      'open-one',
      'answered-one',
    ]);
    expect(old[0]).toMatchObject({ seq: (floor(DAYS[0]) + 1n).toString(), payload: { n: 1, text: 'ünïcödé 😀' } });
  });

  it('keeps its questions: the answered one as it was, the open one waits and can be answered', async () => {
    expect(await server.json('/api/v1/questions/answered-one')).toMatchObject({
      state: 'answered',
      answer: 'no',
      answered_by: 'Ada',
    });
    expect(await server.json('/api/v1/questions/open-one')).toMatchObject({
      state: 'open',
      question: 'Is it open-one?',
      options: ['yes', 'no'],
    });
    const response = await server.post('/agent/asker/respond', { msg_id: 'open-one', answer: 'yes' });
    expect(response.status).toBe(200);
    expect(await server.json('/api/v1/questions/open-one')).toMatchObject({ state: 'answered', answer: 'yes' });
  });

  it('knows its ids: a repeat is no new event, and new ones come after the old', async () => {
    const { duplicates, accepted } = await server.send([
      { id: `${DAYS[0]}-1`, type: 'tool:called' },
      { id: 'new-one', type: 'tool:called' },
    ]);
    expect([duplicates, accepted]).toEqual([1, 1]);
    const { seq } = await server.json<{ seq: string }>('/api/v1/events/new-one');
    expect(BigInt(seq)).toBeGreaterThan(floor(DAYS[1]) + BigInt(A_DAY));
  });

  it('is folded into what came since: sums, agents, sessions', async () => {
    const total = async () => {
      const list = await server.json<{ data: { id: string; events: number | string }[] }>('/api/v1/agents?limit=100');
      return new Map(list.data.map(({ id, events }) => [id, Number(events)]));
    };
    let agents = await total();
    for (const deadline = Date.now() + 25_000; (agents.get('agent-0') ?? 0) < 142; agents = await total())
      if (Date.now() > deadline) break;
    expect(agents.get('agent-0')).toBe(142);
    expect(agents.size).toBeGreaterThanOrEqual(8);
  }, 60_000);

  it('shows on every page', async () => {
    for (const page of [
      '/',
      '/history',
      '/inbox',
      '/agents/agent-1',
      '/sessions/session-1',
      '/dashboards',
      '/storage',
    ]) {
      expect([page, (await server.get(page, { accept: 'text/html' })).status]).toEqual([page, 200]);
    }
  });
});

describe('two servers that start at once on an old archive', () => {
  it('migrate it once, and both serve all of it', async () => {
    const database = await oldDatabase();
    const servers = await Promise.all([1, 2].map(() => TestServer.start({ databaseUrl: database.url })));
    try {
      for (const server of servers) expect((await server.get(`/api/v1/events/${DAYS[0]}-7`)).status).toBe(200);
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      const { rows } = await client.query(
        'SELECT migration_name, count(*)::int AS times FROM _prisma_migrations GROUP BY 1 HAVING count(*) > 1 OR bool_or(finished_at IS NULL)',
      );
      await client.end();
      expect(rows).toEqual([]);
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
      await database.drop();
    }
  }, 180_000);
});

describe('a database of a newer server', () => {
  it('is refused with what to do, and stays as it is', async () => {
    const database = await createTestDatabase();
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      await client.query(
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '29990101000000_later', now())`,
      );
      const start = TestServer.start({ databaseUrl: database.url });
      await expect(start).rejects.toThrow(
        /could not start: .*newer Binnacle: 29990101000000_later .*Nothing was changed. Start the newer version again, or restore a backup.*database_too_new/,
      );
    } finally {
      await client.end();
      await database.drop();
    }
  }, 120_000);
});
