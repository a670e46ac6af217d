/** kill -9 of the app while questions change hands, until each transition was cut off fifty times. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { LANES, type Lane, QuestionLanes } from '../support/question-lanes.js';
import { TestServer } from '../support/server.js';

const CUTS = 50;
const PER_LANE = 10;
const MAX_KILLS = 400;

interface Row {
  readonly id: string;
  readonly state: string;
  readonly answer: string | null;
  /** How often each type of event tells of it. */
  readonly told: Readonly<Record<string, number>>;
}

/** How each lane leaves its questions, and what is told once. */
const ENDS: Readonly<Record<Lane, { state: string; once: readonly string[] }>> = {
  asked: { state: 'open', once: [] },
  claimed: { state: 'open', once: [] },
  answered: { state: 'answered', once: ['agent:resumed'] },
  delivered: { state: 'answered', once: ['agent:resumed', 'question:delivered'] },
  resumed: { state: 'answered', once: ['agent:resumed', 'question:continued'] },
  expired: { state: 'expired', once: ['question:expired', 'agent:resumed'] },
  withdrawn: { state: 'withdrawn', once: ['question:withdrawn'] },
};

describe('kill -9 of the app while questions change hands', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database?.drop());

  async function rows(): Promise<Map<string, Row>> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows: found } = await client.query<Row>(
      `SELECT q.id, q.state::text AS state, q.answer, COALESCE(jsonb_object_agg(e.type, e.times) FILTER (WHERE e.type IS NOT NULL), '{}') AS told
       FROM questions q LEFT JOIN (
         SELECT parent_id, category || ':' || action AS type, count(*)::int AS times FROM events WHERE parent_id IS NOT NULL GROUP BY 1, 2
       ) e ON e.parent_id = q.id GROUP BY q.project, q.id, q.state, q.answer`,
    );
    await client.end();
    return new Map(found.map((row) => [row.id, row]));
  }

  it(`loses no answer, gives no agent two different ones, and ends every wait; ${CUTS} cuts each`, async () => {
    let server = await TestServer.start({ databaseUrl: database.url });
    const lanes = new QuestionLanes(() => server.url);
    const running = lanes.run(PER_LANE);
    const cutOften = () => LANES.every((lane) => (lanes.interrupted.get(lane) ?? 0) >= CUTS);
    for (let kill = 0; kill < MAX_KILLS && !cutOften(); kill++) {
      const before = lanes.questions.length;
      while (lanes.questions.length < before + 20) await delay(2);
      await delay(Math.random() * 30);
      await server.kill();
      server = await TestServer.start({ databaseUrl: database.url });
    }
    lanes.stop();
    // Every wait, every answer comes to its end at the last server.
    await running;
    await server.stop();
    expect([...lanes.interrupted].filter(([, cuts]) => cuts < CUTS)).toEqual([]);

    const kept = await rows();
    expect(kept.size).toBe(new Set(lanes.questions.map(({ id }) => id)).size);
    expect(lanes.questions.length).toBe(kept.size);
    for (const { id, lane, acknowledged, given } of lanes.questions) {
      const row = kept.get(id);
      const { state, once } = ENDS[lane];
      expect([id, lane, row?.state]).toEqual([id, lane, state]);
      for (const answer of [...acknowledged, ...given]) expect([id, answer]).toEqual([id, row?.answer]);
      if (lane === 'answered') expect([id, given.size]).toEqual([id, 1]);
      for (const type of once) expect([id, type, row?.told[type]]).toEqual([id, type, 1]);
      expect([id, (row?.told['question:delivered'] ?? 0) <= 1]).toEqual([id, true]);
    }
  }, 900_000);
});
