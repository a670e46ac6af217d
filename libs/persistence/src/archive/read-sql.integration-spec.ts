import {
  type BinnacleEvent,
  type Condition,
  type EventDraft,
  type PayloadLiteral,
  parsePatterns,
  REFERENCE_FIELDS,
} from '@binnacle/events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openTestArchive, type TestArchive } from '../../../../test/support/archive.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import type { EventQuery } from '../event-archive.js';
import { Prisma } from '../generated/prisma/client.js';
import { addPartitions } from '../partitions/add-partitions.js';
import { dayAt, floorOf } from '../partitions/arrival-day.js';
import { matchesQuery } from '../stitch/matches-query.js';
import { closeDay } from '../storage/close-day.js';
import { storedDays } from '../storage/stored-days.js';
import { draftOf } from '../testing/index.js';
import { readStatement } from './read-sql.js';

const TYPES = [
  'otel:span',
  'raw:hook',
  'agent:started',
  'agent:blocked',
  'tool:called',
  'tool:failed',
  'model:request',
  'deploy:rare',
];
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const name = (letter: string) => fc.integer({ min: 0, max: 3 }).map((index) => `${letter}${index}`);
const time = fc
  .integer({ min: 0, max: 20 })
  .map((second) => new Date(1_700_000_000_000 + second * 1_000).toISOString());

const literal = fc.constantFrom<PayloadLiteral>('bash', 'Bash', '5', 5, 5.5, -1, true, null, 'a"b', 'x%y_z\\');
const payload = fc.record(
  { tool: literal, size: literal, deep: fc.record({ tool: literal, list: fc.array(literal, { maxLength: 2 }) }) },
  { requiredKeys: [] },
);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constant('type' as const),
    negated: fc.boolean(),
    patterns: fc.constantFrom('tool:*', 'agent:started,tool:*', '*').map(parsePatterns),
  }),
  fc.record({
    kind: fc.constant('reference' as const),
    negated: fc.boolean(),
    field: fc.constantFrom(...REFERENCE_FIELDS),
    values: fc.array(fc.constantFrom('a0', 'a1', 's2', 'g3'), { minLength: 1, maxLength: 2 }),
  }),
  fc
    .record({
      kind: fc.constant('payload' as const),
      negated: fc.boolean(),
      path: fc.constantFrom(['tool'], ['size'], ['deep', 'tool'], ['deep', 'list'], ['tool', 'none']),
      comparison: fc.constantFrom('=' as const, '>' as const, '>=' as const, '<' as const, '<=' as const),
      values: fc.array(literal, { minLength: 1, maxLength: 2 }),
    })
    .map((one) => (one.comparison === '=' ? one : { ...one, values: [5] })),
  fc.record({
    kind: fc.constant('text' as const),
    negated: fc.boolean(),
    text: fc.constantFrom('bash', 'BASH', 'a"b', 'x%y', '_z\\', 'z_', 'deep'),
  }),
);

const drafts: fc.Arbitrary<EventDraft> = fc
  .record({
    type: fc.constantFrom(...TYPES),
    project: fc.constantFrom('default', 'other'),
    timestamp: time,
    agentId: optional(name('a')),
    graphId: optional(name('g')),
    sessionId: optional(name('s')),
    nodeId: optional(name('n')),
    parentId: optional(name('p')),
    payload,
  })
  .map(({ type, ...input }) => draftOf(type, input));

const patterns = fc
  .array(fc.constantFrom('*', 'agent:*', 'tool:*', 'deploy:*', ...TYPES, 'tool:never'), { minLength: 1, maxLength: 4 })
  .map((list) => parsePatterns(list));
const queries: fc.Arbitrary<EventQuery> = fc.record({
  project: fc.constantFrom('default', 'other', 'absent'),
  patterns: optional(patterns),
  shown: optional(fc.boolean()),
  agentId: optional(name('a')),
  graphId: optional(name('g')),
  sessionId: optional(name('s')),
  nodeId: optional(name('n')),
  parentId: optional(name('p')),
  from: optional(time),
  to: optional(time),
  conditions: optional(fc.array(condition, { maxLength: 3 })),
  // Places among the events stored; the test puts their `seq`.
  after: optional(fc.bigInt(0n, 299n)),
  before: optional(fc.bigInt(0n, 299n)),
  order: fc.constantFrom('asc' as const, 'desc' as const),
  limit: fc.integer({ min: 1, max: 400 }),
});

describe('the SQL of a query', () => {
  let dayOffset = 0;
  let database: TestDatabase;
  let open: TestArchive;
  beforeAll(async () => {
    database = await createTestDatabase();
    open = await openTestArchive(database.url, { now: () => Date.now() + dayOffset * 86_400_000 });
  });
  afterAll(async () => {
    await open.close();
    await database.drop();
  });

  it('selects what matchesQuery selects, in order and up to the limit', async () => {
    const stored: BinnacleEvent[] = [];
    // Over four days, and so four partitions of each project.
    for (dayOffset = -3; dayOffset <= 0; dayOffset++) {
      const seed = 7 + dayOffset;
      stored.push(...(await open.archive.append(fc.sample(drafts, { numRuns: 75, seed }))).stored);
    }
    for (const day of await storedDays(open.writer))
      if (day.day < dayAt(Date.now()) - 1) await closeDay(open.writer, day);
    const seqAt = (place: bigint | undefined) => (place === undefined ? undefined : stored[Number(place)]?.seq);
    await fc.assert(
      fc.asyncProperty(queries, async (places) => {
        const query = { ...places, after: seqAt(places.after), before: seqAt(places.before) };
        const expected = stored.filter((event) => matchesQuery(query, event));
        if (query.order === 'desc') expected.reverse();
        expect(await open.archive.read(query)).toEqual(expected.slice(0, query.limit));
      }),
      { numRuns: 1_000 },
    );
  }, 180_000);

  describe('over 100,000 events', () => {
    beforeAll(async () => {
      // One in a thousand is of a rare type, one in ten of a rare project, over 200 agents and sessions.
      await addPartitions(open.writer, ['small', 'large'], [0, 1, 2, 3]);
      await open.reader.$executeRaw`
        INSERT INTO events (seq, project, id, timestamp, received_at, category, action, agent_id, session_id, graph_id, payload)
        SELECT ((n - 1) / 25000)::bigint * 4294967296 + n, CASE WHEN n % 10 = 0 THEN 'small' ELSE 'large' END, 'bulk-' || n,
               timestamptz '2026-01-01' + n * interval '1 second', now(),
               CASE WHEN n % 1000 = 7 THEN 'deploy' ELSE (ARRAY['agent','tool','model'])[1 + n % 3] END,
               (ARRAY['started','called','request','failed'])[1 + (n / 3) % 4],
               'a-' || n % 200, 's-' || n % 200, 'g-' || n % 200, '{}'
        FROM generate_series(1, 100000) AS n`;
      await open.reader.$executeRaw`ANALYZE events`;
    });

    const large = { project: 'large', order: 'asc', limit: 500 } as const;
    const plans: [string, EventQuery, RegExp][] = [
      [
        'a page of everything',
        { ...large, after: floorOf(2) + 50_010n },
        /Append[^\n]*\n[^\n]*\n +-> {2}Index Scan using p\d_19700103_pkey[\s\S]*_19700104_pkey on \w+ \w+ \(never executed/,
      ],
      [
        'the newest page',
        { ...large, order: 'desc', limit: 100 },
        /Append[\s\S]*Index Scan Backward using p\d_19700104_pkey[\s\S]*never executed/,
      ],
      ['one type', { ...large, patterns: parsePatterns('tool:called') }, /p\d_\d+_category_action_seq_idx/],
      [
        'a rare type after a cursor',
        { ...large, patterns: parsePatterns(['deploy:called', 'deploy:failed']), after: floorOf(2) + 70_000n },
        /p\d_\d+_category_action_seq_idx/,
      ],
      [
        'types and a category',
        { ...large, patterns: parsePatterns(['deploy:*', 'tool:failed']), order: 'desc' },
        /Index Scan|Bitmap/,
      ],
      [
        'several common types',
        {
          ...large,
          patterns: parsePatterns(['tool:called', 'tool:failed', 'agent:started']),
          after: floorOf(0) + 20_000n,
        },
        /Merge Append/,
      ],
      ['a rare category', { ...large, patterns: parsePatterns('deploy:*') }, /p\d_\d+_category_action_seq_idx/],
      ['a common category, newest first', { ...large, patterns: parsePatterns('tool:*'), order: 'desc' }, /_pkey/],
      ['one agent', { ...large, agentId: 'a-7' }, /p\d_\d+_agent_id_seq_idx/],
      ['one session, newest first', { ...large, sessionId: 's-7', order: 'desc' }, /p\d_\d+_session_id_seq_idx/],
      ['one graph', { ...large, graphId: 'g-7' }, /p\d_\d+_graph_id_seq_idx/],
      [
        'one agent and a type',
        { ...large, agentId: 'a-7', patterns: parsePatterns('tool:called') },
        /p\d_\d+_(agent_id|category_action)_seq_idx/,
      ],
      [
        'a stretch of time',
        { ...large, from: '2026-01-01T12:00:00.000Z', to: '2026-01-01T12:10:00.000Z' },
        /_timestamp_idx|_pkey/,
      ],
    ];

    it.each(plans)('reads %s by an index, without a scan of the table', async (_, query, index) => {
      const rows = await open.reader.$queryRaw<{ 'QUERY PLAN': string }[]>(
        Prisma.sql`EXPLAIN (ANALYZE, COSTS OFF) ${readStatement(query)}`,
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toMatch(index);
      expect(plan).not.toMatch(/Seq Scan on p\d/);
      if (process.env.SHOW_PLANS) console.log(plan);
    });

    it('pages through a selection without repeating or skipping', async () => {
      const selection = { ...large, patterns: parsePatterns(['tool:called', 'deploy:*']) };
      const paged: BinnacleEvent[] = [];
      for (let after = 0n; ; ) {
        const page = await open.archive.read({ ...selection, after });
        paged.push(...page);
        if (page.length < large.limit) break;
        after = page.at(-1)?.seq ?? after;
      }
      const [counted] = await open.reader.$queryRaw<{ count: bigint }[]>`
        SELECT count(*) FROM events WHERE project = 'large'
        AND (category = 'deploy' OR (category = 'tool' AND action = 'called'))`;
      expect(BigInt(new Set(paged.map(({ seq }) => seq)).size)).toBe(counted?.count);
      expect(BigInt(paged.length)).toBe(counted?.count);
    });
  });
});
