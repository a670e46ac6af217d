/** Queries over a month of history: the page over HTTP, against the same rows by hand-written SQL. BENCH_EVENTS, default a million. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { PrismaService } from '../dist/libs/persistence/src/index.js';
import { addPartitions } from '../dist/libs/persistence/src/partitions/add-partitions.js';
import { dayAt, floorOf } from '../dist/libs/persistence/src/partitions/arrival-day.js';
import { closeDay } from '../dist/libs/persistence/src/storage/close-day.js';
import { hasTrigrams, indexDay } from '../dist/libs/persistence/src/storage/index-day.js';
import { storedDays } from '../dist/libs/persistence/src/storage/stored-days.js';
import { agentRuns } from './support/agent-runs.mjs';
import { benchDatabases } from './support/bench-database.mjs';
import { startBinnacle } from './support/bench-server.mjs';
import { summary } from './support/statistics.mjs';

const EVENTS = Number(process.env.BENCH_EVENTS ?? 1_000_000);
const DAYS = 30;
const ROUNDS = 30;
const DAY_MS = 86_400_000;
const TODAY = dayAt(Date.now());
const BATCH = 20_000;
const COLUMNS =
  'seq, project, id, "timestamp", received_at, category, action, agent_id, graph_id, node_id, session_id, parent_id, payload';

const field = (value) => (value === null ? '\\N' : value);
function line(event, seq) {
  const [category, action] = event.type.split(':');
  const payload = JSON.stringify(event.payload).replaceAll('\\', '\\\\');
  const { id, timestamp, agent_id, graph_id, node_id, session_id, parent_id } = event;
  const references = [agent_id, graph_id, node_id, session_id, parent_id].map(field);
  return `${[seq, 'default', id, timestamp, timestamp, category, action, ...references, payload].join('\t')}\n`;
}

/** Straight into the tables: the same rows that ingest would have made, in a fraction of the time. */
async function fill(url) {
  const database = new PrismaService(url, { poolSize: 1, statementTimeoutMs: 3_600_000 });
  const days = Array.from({ length: DAYS }, (_, index) => TODAY - DAYS + 1 + index);
  await addPartitions(database, ['default'], days);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const copy = (target, lines) =>
    pipeline(Readable.from([lines.join('')]), client.query(copyFrom(`COPY ${target} FROM STDIN`)));
  const at = (n) => (TODAY - DAYS + 1) * DAY_MS + Math.floor((n / EVENTS) * DAYS * DAY_MS * 0.99);
  let rows = [];
  let ids = [];
  let last = 0n;
  const flush = async () => {
    await copy('event_ids (project, id, seq)', ids);
    await copy(`events (${COLUMNS})`, rows);
    rows = [];
    ids = [];
  };
  for (const event of agentRuns(EVENTS, at)) {
    const floor = floorOf(dayAt(Date.parse(event.timestamp)));
    last = (last > floor ? last : floor) + 1n;
    rows.push(line(event, last));
    ids.push(`default\t${event.id}\t${last}\n`);
    if (rows.length === BATCH) await flush();
  }
  await flush();
  await client.query('UPDATE archive_head SET last_seq = $1', [last.toString()]);
  const trigrams = await hasTrigrams(database);
  const started = performance.now();
  for (const day of await storedDays(database)) {
    if (day.day >= TODAY) continue;
    await closeDay(database, day);
    await indexDay(database, day, trigrams);
  }
  const indexSeconds = (performance.now() - started) / 1_000;
  await client.query('VACUUM ANALYZE');
  const { rows: sizes } = await client.query(`
    SELECT CASE WHEN c.relkind = 'i' THEN regexp_replace(c.relname, '^p\\d+(_\\d+)?_', '') ELSE 'rows' END AS name,
           sum(pg_relation_size(c.oid))::bigint AS bytes
    FROM pg_class c WHERE c.relnamespace = 'binnacle_days'::regnamespace AND c.relkind IN ('r', 'i') GROUP BY 1 ORDER BY 2 DESC`);
  await client.end();
  await database.$disconnect();
  return { indexSeconds, sizes };
}

const someDay = new Date((TODAY - 12) * DAY_MS).toISOString().slice(0, 10);
const nextDay = new Date((TODAY - 11) * DAY_MS).toISOString().slice(0, 10);
const QUERIES = [
  ['newest page', '', 'true'],
  ['one type', 'type=tool:failed', "category = 'tool' AND action = 'failed'"],
  ['two patterns', 'type=agent:failed,model:*', "(category = 'model' OR (category = 'agent' AND action = 'failed'))"],
  ['an agent', 'agent_id=agent-7', "agent_id = 'agent-7'"],
  ['a rare agent', 'agent_id=agent-199', "agent_id = 'agent-199'"],
  ['a session', 'session_id=session-100', "session_id = 'session-100'"],
  ['a graph', 'graph_id=graph-50', "graph_id = 'graph-50'"],
  ['a node', 'node_id=node-3', "node_id = 'node-3'"],
  ['a parent', 'parent_id=call-100-0', "parent_id = 'call-100-0'"],
  ['a past day', `from=${someDay}&to=${nextDay}`, `timestamp >= '${someDay}' AND timestamp < '${nextDay}'`],
  [
    'a type on a past day',
    `type=tool:failed&from=${someDay}&to=${nextDay}`,
    `category = 'tool' AND action = 'failed' AND timestamp >= '${someDay}' AND timestamp < '${nextDay}'`,
  ],
  ['a payload value', 'query=payload.tool_name=bash', `payload @> '{"tool_name":"bash"}'`],
  ['a rare payload value', 'query=payload.tool_use_id="call-100-0"', `payload @> '{"tool_use_id":"call-100-0"}'`],
  ['a number in the payload', 'query=payload.duration_ms>=55000', "(payload->>'duration_ms')::numeric >= 55000"],
  ['text', 'query=refused', "payload::text ILIKE '%refused%'"],
  ['rare text', 'query="call-100-0"', "payload::text ILIKE '%call-100-0%'"],
];

const encoded = (parameters) => parameters.replaceAll('"', '%22').replaceAll('>', '%3E');

async function timed(work, rounds = ROUNDS) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return summary(times);
}

export async function benchHistory() {
  const databases = await benchDatabases('binnacle');
  const [url] = databases.urls;
  const { indexSeconds, sizes } = await fill(url);
  const server = await startBinnacle(url);
  const client = new pg.Client({ connectionString: url, statement_timeout: 60_000 });
  await client.connect();
  const rows = [];
  try {
    // A server that has just started compiles what it runs.
    for (const [, parameters] of [...QUERIES, ...QUERIES, ...QUERIES]) {
      await (await fetch(`${server.url}/api/v1/events?${encoded(parameters)}`)).arrayBuffer();
    }
    for (const [name, parameters, where] of QUERIES) {
      const address = `${server.url}/api/v1/events?${encoded(parameters)}`;
      const answer = await fetch(address);
      const body = await answer.json();
      if (!answer.ok) {
        rows.push([name, answer.status, body.code, '', '']);
        continue;
      }
      const http = await timed(async () => (await fetch(address)).arrayBuffer());
      const byHand = `SELECT * FROM events WHERE project = 'default' AND ${where} ORDER BY seq DESC LIMIT 101`;
      const sql = await timed(() => client.query(byHand));
      const cells = [http.p50, http.p95, sql.p50].map((value) => value.toFixed(1));
      rows.push([name, body.data.length, cells[0], cells[1], cells[2], `${(http.p50 / sql.p50).toFixed(1)}×`]);
    }
  } finally {
    await client.end();
    await server.stop();
    await databases.stop();
  }
  const bytes = sizes.map(({ name, bytes: size }) => `${name} ${Math.round(Number(size) / EVENTS)}`).join(', ');
  return {
    title: `History: ${EVENTS.toLocaleString('en')} events over ${DAYS} days`,
    note: `First page of 100, newest first, ${ROUNDS} times each over HTTP, against \`SELECT … ORDER BY seq DESC LIMIT 101\` by hand on one connection in the same run. Bytes per event: ${bytes}. The indexes of closed days took ${indexSeconds.toFixed(0)} s.`,
    head: ['', 'rows', 'p50 ms', 'p95 ms', 'SQL by hand p50', 'ratio'],
    rows,
  };
}
