/** Durable ingest over HTTP, against COPY of the same rows into the same table. Higher is better. */

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { PrismaService } from '../dist/libs/persistence/src/index.js';
import { addPartitions } from '../dist/libs/persistence/src/partitions/add-partitions.js';
import { dayAt, floorOf } from '../dist/libs/persistence/src/partitions/arrival-day.js';
import { benchDatabases } from './support/bench-database.mjs';
import { startBinnacle } from './support/bench-server.mjs';
import { httpRate } from './support/http-rate.mjs';
import { sampleEvent } from './support/sample-events.mjs';

const EVENTS = 40_000;
const SINGLES = 8_000;
const ROUNDS = 3;
const TODAY = dayAt(Date.now());
const FLOOR = floorOf(TODAY);

const COLUMNS =
  'seq, project, id, "timestamp", received_at, category, action, agent_id, graph_id, node_id, session_id, parent_id, payload';

function copyLine(event, seq) {
  const [category, action] = event.type.split(':');
  const fields = [
    seq,
    'default',
    event.id,
    event.timestamp,
    event.timestamp,
    category,
    action,
    event.agent_id,
    event.graph_id,
  ];
  const payload = JSON.stringify(event.payload).replaceAll('\\', '\\\\');
  return `${[...fields, '\\N', event.session_id, '\\N', payload].join('\t')}\n`;
}

/** Rows a second, in one COPY per `batch` rows. */
async function copyRate(url, batch, total) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('TRUNCATE events, event_ids');
  const started = performance.now();
  for (let at = 0; at < total; at += batch) {
    const rows = Array.from({ length: Math.min(batch, total - at) }, (_, index) => ({
      event: sampleEvent(at + index),
      seq: FLOOR + BigInt(at + index + 1),
    }));
    const copy = (target, lines) =>
      pipeline(Readable.from([lines.join('')]), client.query(copyFrom(`COPY ${target} FROM STDIN`)));
    await client.query('BEGIN');
    await copy(
      'event_ids (project, id, seq)',
      rows.map(({ event, seq }) => `default\t${event.id}\t${seq}\n`),
    );
    await copy(
      `events (${COLUMNS})`,
      rows.map(({ event, seq }) => copyLine(event, seq)),
    );
    await client.query('COMMIT');
  }
  const rate = (total * 1_000) / (performance.now() - started);
  await client.end();
  return rate;
}

async function addPartitionsAt(url) {
  const database = new PrismaService(url);
  await addPartitions(database, ['default'], [TODAY]);
  await database.$disconnect();
}

const best = async (measure) => {
  const rates = [];
  for (let round = 0; round < ROUNDS; round++) rates.push(await measure());
  return Math.max(...rates);
};

export async function benchIngest() {
  const databases = await benchDatabases('copy_target', 'binnacle');
  const [copyUrl, serverUrl] = databases.urls;
  await addPartitionsAt(copyUrl);
  const server = await startBinnacle(serverUrl);
  try {
    await httpRate(server.url, 100, 5_000, 8);
    const copy = await best(() => copyRate(copyUrl, EVENTS, EVENTS));
    const copy100 = await best(() => copyRate(copyUrl, 100, EVENTS));
    const row = async (name, batch, total, connections) => {
      const rate = await best(() => httpRate(server.url, batch, total, connections));
      return [
        name,
        Math.round(rate).toLocaleString('en'),
        `${Math.round((rate / copy) * 100)} %`,
        `${Math.round((rate / copy100) * 100)} %`,
      ];
    };
    return {
      title: 'Ingest over HTTP, durable',
      note: `Events of ~500 bytes; best of ${ROUNDS} rounds. Anchor: COPY of the same rows into the same tables (events, and the ids that make a repeat one event) with their indexes, over one connection, in the same run.`,
      head: ['', 'events/s', 'of one COPY', 'of COPY by 100'],
      rows: [
        ['COPY, all at once', Math.round(copy).toLocaleString('en'), '100 %', ''],
        [
          'COPY, 100 rows a commit',
          Math.round(copy100).toLocaleString('en'),
          `${Math.round((copy100 / copy) * 100)} %`,
          '100 %',
        ],
        await row('batches of 1,000, 4 connections', 1_000, EVENTS, 4),
        await row('batches of 100, 8 connections', 100, EVENTS, 8),
        await row('singles, 64 connections', 1, SINGLES, 64),
        await row('singles, 1 connection', 1, 1_000, 1),
      ],
    };
  } finally {
    await server.stop();
    await databases.stop();
  }
}
