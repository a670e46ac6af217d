import type { BinnacleEvent, EventDraft, JsonObject } from '@binnacle/events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openTestArchive, type TestArchive } from '../../../../test/support/archive.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { PrismaService } from '../prisma.service.js';
import { StorageKeeper } from '../storage/storage-keeper.js';
import { draftOf } from '../testing/index.js';
import { readEntities } from './entities.js';
import { readStats, type StatsDimension, type StatsQuery } from './read-stats.js';
import { Rollups } from './rollups.js';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 4, 10, 12);
const range = { from: '2026-05-01T00:00:00.000Z', to: '2026-06-01T00:00:00.000Z' };

describe('the rollups', () => {
  let database: TestDatabase;
  let open: TestArchive;
  let pool: PrismaService;
  let clock: number;
  let rollups: Rollups;
  beforeEach(async () => {
    clock = START;
    database = await createTestDatabase();
    open = await openTestArchive(database.url, { now: () => clock });
    pool = new PrismaService(database.url, { poolSize: 2 });
    rollups = new Rollups(pool);
  });
  afterEach(async () => {
    await rollups.stop();
    await open.close();
    await pool.$disconnect();
    await database.drop();
  });

  const stats = (query: Partial<StatsQuery> = {}) =>
    readStats(pool, { project: 'default', ...range, stepSeconds: 3_600, limit: 100, ...query });
  const read = () => open.archive.read({ project: 'default', order: 'asc', limit: 10_000 });

  /** What a chart must say, from the events themselves. */
  function expected(events: readonly BinnacleEvent[], stepMs: number, by: StatsDimension) {
    const sums = new Map<string, { events: number; errors: number; inputTokens: number | null }>();
    for (const event of events) {
      const payload = event.payload as Readonly<Record<string, unknown>>;
      const keys: Readonly<Record<StatsDimension, unknown>> = {
        type: event.type,
        category: event.category,
        agent: event.agentId,
        session: event.sessionId,
        graph: event.graphId,
        node: event.nodeId,
        tool: payload.tool_name,
        model: payload.model,
      };
      if (typeof keys[by] !== 'string') continue;
      const bucket = new Date(Math.floor(Date.parse(event.timestamp) / stepMs) * stepMs).toISOString();
      const name = JSON.stringify([bucket, keys[by]]);
      const sum = sums.get(name) ?? { events: 0, errors: 0, inputTokens: null };
      const tokens =
        event.category === 'model' && typeof payload.input_tokens === 'number' ? payload.input_tokens : null;
      sums.set(name, {
        events: sum.events + 1,
        errors: sum.errors + (event.action === 'failed' ? 1 : 0),
        inputTokens: tokens === null ? sum.inputTokens : (sum.inputTokens ?? 0) + tokens,
      });
    }
    return Object.fromEntries(sums);
  }
  const found = async (stepSeconds: number, by: StatsDimension) => {
    const { points } = await stats({ stepSeconds, by });
    return Object.fromEntries(
      points.map(({ bucket, key, events, errors, inputTokens }) => [
        JSON.stringify([bucket, key]),
        { events, errors, inputTokens },
      ]),
    );
  };

  const draft = fc.record({
    type: fc.constantFrom('agent:started', 'tool:completed', 'tool:failed', 'model:response', 'acme:thing'),
    at: fc.integer({ min: START - 3 * DAY_MS, max: START + DAY_MS }),
    agentId: fc.constantFrom('a', 'b', undefined),
    sessionId: fc.constantFrom('s', undefined),
    graphId: fc.constantFrom('g', undefined),
    nodeId: fc.constantFrom('n', undefined),
    tool: fc.constantFrom('bash', 'grep', undefined),
    model: fc.constantFrom('m', undefined),
    tokens: fc.option(fc.integer({ min: 0, max: 1e6 }), { nil: undefined }),
    duration: fc.option(fc.double({ min: 0, max: 1e12, noNaN: true }), { nil: undefined }),
  });

  it('say the same as the events, by every dimension and step, whatever the batches were', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(draft, { minLength: 1, maxLength: 25 }), { minLength: 1, maxLength: 4 }),
        async (calls) => {
          for (const call of calls) {
            clock += DAY_MS / 3;
            await open.archive.append(
              call.map(({ type, at, tool, model, tokens, duration, ...references }) =>
                draftOf(type, {
                  ...references,
                  timestamp: at,
                  payload: {
                    tool_name: tool,
                    model,
                    input_tokens: tokens,
                    duration_ms: duration,
                  } as EventDraft['payload'],
                }),
              ),
            );
            await rollups.catchUp('default');
          }
          const events = await read();
          for (const by of ['type', 'category'] as const)
            expect(await found(60, by)).toEqual(expected(events, 60_000, by));
          for (const by of ['type', 'agent', 'session', 'graph', 'node', 'tool', 'model'] as const) {
            expect(await found(3_600, by)).toEqual(expected(events, 3_600_000, by));
            expect(await found(86_400, by)).toEqual(expected(events, DAY_MS, by));
          }
          const { totals } = await stats({ stepSeconds: 86_400 });
          expect(totals[0]?.events).toBe(events.length);
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);

  const many = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) =>
      draftOf('tool:completed', {
        id: `e-${from + index}`,
        agentId: `agent-${index % 7}`,
        sessionId: `s-${index % 50}`,
        payload: { tool_name: 'bash', duration_ms: index % 100 },
      }),
    );

  it('count every event once when several fold at the same time and ingest goes on', async () => {
    const others = [new Rollups(pool), new Rollups(pool), rollups];
    const writing = (async () => {
      for (let batch = 0; batch < 30; batch++) await open.archive.append(many(200, batch * 200));
    })();
    let writes = true;
    void writing.then(() => {
      writes = false;
    });
    const folding = others.map(async (one) => {
      while (writes) await one.catchUp('default');
    });
    await Promise.all([writing, ...folding]);
    await rollups.catchUp('default');
    const today = { from: '2020-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z', stepSeconds: 86_400 };
    for (const by of ['type', 'agent', 'session', 'tool'] as const) {
      const { totals } = await stats({ ...today, by });
      expect(totals.reduce((sum, { events }) => sum + events, 0)).toBe(6_000);
    }
  }, 30_000);

  it('count nothing twice when the connection of a fold is cut', async () => {
    await open.archive.append(many(4_000));
    for (let cut = 0; cut < 10; cut++) {
      const victim = new PrismaService(database.url, { poolSize: 1, applicationName: 'victim' });
      const folding = new Rollups(victim).catchUp('default').catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, cut * 15));
      await pool.$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'victim'`;
      await folding;
      await victim.$disconnect();
      await open.archive.append(many(100, 4_000 + cut * 100));
    }
    await rollups.catchUp('default');
    const { totals } = await stats({
      from: '2020-01-01T00:00:00.000Z',
      to: '2100-01-01T00:00:00.000Z',
      stepSeconds: 86_400,
    });
    expect(totals[0]?.events).toBe(5_000);
  }, 30_000);

  it('give percentiles within 5 %, tokens, cost, and null for what nobody told', async () => {
    await open.archive.append(
      Array.from({ length: 100 }, (_, index) =>
        draftOf('model:response', {
          timestamp: START,
          agentId: 'a',
          payload: {
            model: 'opus',
            input_tokens: 10,
            output_tokens: 1,
            cost_usd: 0.001,
            duration_ms: (index + 1) * 10,
          },
        }),
      ),
    );
    await open.archive.append([draftOf('user:message', { timestamp: START, payload: { text: 'hello' } })]);
    await rollups.catchUp('default');
    const { totals } = await stats({ by: 'type' });
    const [model, user] = totals;
    expect(model).toMatchObject({ key: 'model:response', inputTokens: 1_000, outputTokens: 100, costUsd: 0.1 });
    expect(Math.abs((model?.p50DurationMs ?? 0) - 500)).toBeLessThan(26);
    expect(Math.abs((model?.p95DurationMs ?? 0) - 950)).toBeLessThan(48);
    expect(user).toMatchObject({ inputTokens: null, costUsd: null, p95DurationMs: null });
  });

  it('tell the most frequent values apart and put the rest together', async () => {
    await open.archive.append(
      ['a', 'a', 'a', 'b', 'b', 'c', 'd'].map((agentId) => draftOf('tool:called', { agentId, timestamp: START })),
    );
    await rollups.catchUp('default');
    const { totals } = await stats({ by: 'agent', limit: 2 });
    expect(totals.map(({ key, other, events }) => [key, other, events])).toEqual([
      ['a', false, 3],
      ['b', false, 2],
      [null, true, 2],
    ]);
  });

  it('count a call whose cost nobody told, unless it failed before it counted any token', async () => {
    const answered = (payload: JsonObject) => draftOf('model:response', { agentId: 'costly', payload });
    await open.archive.append([
      answered({ cost_usd: 0.5 }),
      answered({ input_tokens: 5 }),
      answered({ error: 'cut off', input_tokens: 5 }),
      answered({ error: 'overloaded' }),
    ]);
    await rollups.catchUp('default');
    expect(await readEntities(pool, { project: 'default', kind: 'agent', id: 'costly', limit: 1 })).toMatchObject([
      { unpriced: 2n, costUsd: 0.5 },
    ]);
  });

  it('are not stopped by absurd numbers', async () => {
    const payload = {
      input_tokens: 1e300,
      output_tokens: -5,
      cost_usd: 1e200,
      duration_ms: -1,
      model: 'x'.repeat(5_000),
    };
    await open.archive.append([
      draftOf('model:odd', { timestamp: START, payload }),
      draftOf('model:odd', { timestamp: START, payload: { input_tokens: 'many', duration_ms: {}, model: ['m'] } }),
    ]);
    await rollups.catchUp('default');
    const { totals } = await stats({ by: 'model' });
    expect(totals).toMatchObject([
      { key: 'x'.repeat(256), events: 1, inputTokens: 1e10, outputTokens: 0, costUsd: 1e6 },
    ]);
  });

  it('know the state, times and sums of agents, sessions and graphs', async () => {
    await open.archive.append([
      draftOf('agent:started', { agentId: 'a', sessionId: 's1', timestamp: START - 60_000 }),
      draftOf('model:response', { agentId: 'a', sessionId: 's1', payload: { input_tokens: 5, cost_usd: 0.5 } }),
      draftOf('tool:failed', { agentId: 'b', graphId: 'g', timestamp: START }),
    ]);
    await rollups.catchUp('default');
    await open.archive.append([
      draftOf('agent:blocked', { agentId: 'a', sessionId: 's1' }),
      draftOf('graph:completed', { graphId: 'g', timestamp: START + 1_000 }),
    ]);
    await rollups.catchUp('default');
    const [a, b] = await readEntities(pool, { project: 'default', kind: 'agent', limit: 10 });
    expect(a).toMatchObject({
      id: 'a',
      state: 'waiting',
      events: 3n,
      errors: 0n,
      inputTokens: 5n,
      outputTokens: null,
      costUsd: 0.5,
    });
    expect(b).toMatchObject({ id: 'b', state: 'running', events: 1n, errors: 1n, inputTokens: null });
    expect(await readEntities(pool, { project: 'default', kind: 'session', limit: 10 })).toMatchObject([
      { id: 's1', agentId: 'a', state: 'waiting', firstSeen: new Date(START - 60_000) },
    ]);
    expect(await readEntities(pool, { project: 'default', kind: 'graph', limit: 10 })).toMatchObject([
      { id: 'g', state: 'completed', lastSeen: new Date(START + 1_000), events: 2n },
    ]);
    expect(await readEntities(pool, { project: 'default', kind: 'agent', state: 'waiting', limit: 10 })).toHaveLength(
      1,
    );
    expect(await readEntities(pool, { project: 'other', kind: 'agent', limit: 10 })).toEqual([]);
  });

  it('let nothing that is told afterwards undo the state that an agent came into since', async () => {
    const told = (type: string, second: number, payload: JsonObject = {}) =>
      draftOf(type, { agentId: 'late', sessionId: 'late', timestamp: START + second * 1_000, payload });
    const states = async () => {
      await rollups.catchUp('default');
      const of = async (kind: 'agent' | 'session') =>
        (await readEntities(pool, { project: 'default', kind, id: 'late', limit: 1 }))[0]?.state;
      return [await of('agent'), await of('session')];
    };
    const afterwards = { afterwards: true };
    // Alone, spans of a batch tell in their order.
    await open.archive.append([told('agent:started', 1, afterwards), told('agent:completed', 2, afterwards)]);
    expect(await states()).toEqual(['completed', 'completed']);
    await open.archive.append([told('agent:started', 3)]);
    expect(await states()).toEqual(['running', 'running']);
    // In one batch, and in one after it.
    await open.archive.append([told('agent:blocked', 10), told('agent:completed', 8, afterwards)]);
    expect(await states()).toEqual(['waiting', 'waiting']);
    await open.archive.append([told('agent:resumed', 9, afterwards)]);
    expect(await states()).toEqual(['waiting', 'waiting']);
    await open.archive.append([told('agent:completed', 11, afterwards)]);
    expect(await states()).toEqual(['completed', 'completed']);
    // A prompt begins the next turn, and a late one none.
    await open.archive.append([told('user:message', 12)]);
    expect(await states()).toEqual(['running', 'running']);
    await open.archive.append([told('agent:completed', 14), told('user:message', 13)]);
    expect(await states()).toEqual(['completed', 'completed']);
    // Who tells at once is believed, whatever its clock says.
    await open.archive.append([told('agent:started', 0)]);
    expect(await states()).toEqual(['running', 'running']);
  });

  it('take the state of a graph from its agents, unless it tells its own', async () => {
    const stateOf = async (id: string) => {
      await rollups.catchUp('default');
      const [graph] = await readEntities(pool, { project: 'default', kind: 'graph', id, limit: 1 });
      return graph?.state;
    };
    const told = (type: string, graphId: string) => open.archive.append([draftOf(type, { agentId: 'a', graphId })]);
    await told('agent:started', 'trace');
    expect(await stateOf('trace')).toBe('running');
    await told('agent:failed', 'trace');
    expect(await stateOf('trace')).toBe('failed');

    await told('graph:started', 'flow');
    await told('agent:completed', 'flow');
    expect(await stateOf('flow')).toBe('running');
    await told('agent:completed', 'flow');
    expect(await stateOf('flow')).toBe('running');
    await told('graph:failed', 'flow');
    expect(await stateOf('flow')).toBe('failed');
  });

  it('forget a day with its events', async () => {
    for (let day = 0; day < 4; day++) {
      clock = START + day * DAY_MS;
      await open.archive.append([draftOf('tool:called', { timestamp: clock, agentId: `of-day-${day}` })]);
    }
    await rollups.catchUp('default');
    await new StorageKeeper(pool, open.archive, { now: () => clock, retentionDays: 1 }).run();
    const { totals } = await stats({ by: 'agent' });
    expect(totals.map(({ key }) => key).sort()).toEqual(['of-day-2', 'of-day-3']);
    const agents = await readEntities(pool, { project: 'default', kind: 'agent', limit: 10 });
    expect(agents.map(({ id }) => id)).toEqual(['of-day-3', 'of-day-2']);
  });

  it('follow by themselves, and stop', async () => {
    const running = new Rollups(pool, undefined, 10);
    running.start();
    await open.archive.append(many(20));
    for (const deadline = Date.now() + 10_000; ; ) {
      const { totals } = await stats({
        from: '2020-01-01T00:00:00.000Z',
        to: '2100-01-01T00:00:00.000Z',
        stepSeconds: 86_400,
      });
      if (totals[0]?.events === 20) break;
      if (Date.now() > deadline) throw new Error('nothing was folded');
    }
    await running.stop();
  });
});
