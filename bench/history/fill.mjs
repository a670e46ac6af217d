/** A month of history straight into the tables: the same rows that ingest would have made, in a fraction of the time. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { PrismaService } from '../../dist/libs/persistence/src/index.js';
import { addPartitions } from '../../dist/libs/persistence/src/partitions/add-partitions.js';
import { dayAt, floorOf } from '../../dist/libs/persistence/src/partitions/arrival-day.js';
import { closeDay } from '../../dist/libs/persistence/src/storage/close-day.js';
import { hasTrigrams, indexDay } from '../../dist/libs/persistence/src/storage/index-day.js';
import { storedDays } from '../../dist/libs/persistence/src/storage/stored-days.js';
import { agentRuns } from '../support/agent-runs.mjs';

export const DAYS = 30;
export const DAY_MS = 86_400_000;
export const TODAY = dayAt(Date.now());
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

/** @returns how long the indexes of closed days took */
export async function fill(url, events) {
  const database = new PrismaService(url, { poolSize: 1, statementTimeoutMs: 3_600_000 });
  const days = Array.from({ length: DAYS }, (_, index) => TODAY - DAYS + 1 + index);
  await addPartitions(database, ['default'], days);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const copy = (target, lines) =>
    pipeline(Readable.from([lines.join('')]), client.query(copyFrom(`COPY ${target} FROM STDIN`)));
  const at = (n) => (TODAY - DAYS + 1) * DAY_MS + Math.floor((n / events) * DAYS * DAY_MS * 0.99);
  let rows = [];
  let ids = [];
  let last = 0n;
  const flush = async () => {
    await copy('event_ids (project, id, seq)', ids);
    await copy(`events (${COLUMNS})`, rows);
    rows = [];
    ids = [];
  };
  for (const event of agentRuns(events, at)) {
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
  await client.end();
  await database.$disconnect();
  return indexSeconds;
}
