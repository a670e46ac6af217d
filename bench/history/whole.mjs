/** What reads the whole archive: sums, export, and what an export does to the live view; and ingest beside a full archive. */

import http from 'node:http';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { PrismaService } from '../../dist/libs/persistence/src/index.js';
import { Rollups } from '../../dist/libs/persistence/src/rollups/rollups.js';
import { httpRate } from '../support/http-rate.mjs';
import { liveLatency } from '../support/live-latency.mjs';
import { summary } from '../support/statistics.mjs';
import { DAY_MS } from './fill.mjs';

const count = (value) => Math.round(value).toLocaleString('en');

/** Folds the sums of all events, as the server does in the background, but without its rests. @returns seconds */
export async function foldAll(url) {
  const database = new PrismaService(url, { poolSize: 1, statementTimeoutMs: 600_000 });
  const started = performance.now();
  await new Rollups(database).catchUp('default', 7_200_000);
  await database.$disconnect();
  return (performance.now() - started) / 1_000;
}

export async function measureStats(server, client) {
  const from = new Date(Date.now() - 30 * DAY_MS).toISOString();
  const rows = [];
  for (const by of ['type', 'agent', 'tool', 'model']) {
    const address = `${server.url}/api/v1/stats?step=1d&by=${by}&from=${from}`;
    const times = [];
    for (let round = 0; round < 33; round++) {
      const started = performance.now();
      await (await fetch(address)).arrayBuffer();
      if (round > 2) times.push(performance.now() - started);
    }
    const { p50, p95 } = summary(times);
    const key = {
      type: "category || ':' || action",
      agent: 'agent_id',
      tool: "payload->>'tool_name'",
      model: "payload->>'model'",
    };
    const started = performance.now();
    await client.query(
      `SELECT date_trunc('day', timestamp), ${key[by]}, count(*), count(*) FILTER (WHERE action = 'failed'),
              percentile_disc(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY (payload->>'duration_ms')::numeric)
       FROM events WHERE project = 'default' AND timestamp >= $1 GROUP BY 1, 2`,
      [from],
    );
    const byHand = performance.now() - started;
    rows.push([`a month by ${by}`, p50.toFixed(1), p95.toFixed(1), count(byHand), `${(p50 / byHand).toFixed(4)}×`]);
  }
  return rows;
}

function exported(server, path, format) {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    http
      .get(`${server.url}${path}`, { headers: { accept: format }, agent: false }, (response) => {
        let bytes = 0;
        let lines = 0;
        response.on('data', (chunk) => {
          bytes += chunk.length;
          for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
        });
        response.on('end', () => resolve({ bytes, lines, seconds: (performance.now() - started) / 1_000 }));
        response.on('error', reject);
      })
      .on('error', reject);
  });
}

export async function measureExport(server, url, events) {
  const sink = () => new Writable({ write: (_chunk, _encoding, done) => done() });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const copyStarted = performance.now();
  await pipeline(
    client.query(copyTo(`COPY (SELECT * FROM events WHERE project = 'default' ORDER BY seq) TO STDOUT`)),
    sink(),
  );
  const copy = (performance.now() - copyStarted) / 1_000;
  await client.end();

  const quiet = await liveLatency(server, 10);
  let highest = 0;
  const watch = setInterval(() => {
    highest = Math.max(highest, server.rssMb());
  }, 200);
  const before = server.rssMb();
  const running = exported(server, '/api/v1/events?order=asc', 'application/x-ndjson');
  await delay(1_000);
  const busy = await liveLatency(server, 10);
  const { bytes, lines, seconds } = await running;
  clearInterval(watch);
  if (lines < events) throw new Error(`the export has ${lines} events of ${events}`);
  return {
    rows: [
      ['COPY TO', count(events / copy), '100 %', '', ''],
      [
        'export as NDJSON',
        count(lines / seconds),
        `${Math.round((copy / seconds) * (lines / events) * 100)} %`,
        `${Math.round(before)} → ${Math.round(highest)}`,
        `${Math.round(bytes / lines)}`,
      ],
    ],
    live: `Event posted → frame at a viewer, p50 / p99 ms: ${quiet.p50} / ${quiet.p99} without the export, ${busy.p50} / ${busy.p99} beside it.`,
  };
}

/** In turn, so that both meet the same noise. */
export async function measureIngest(empty, full, rounds = 4) {
  const rates = { empty: [], full: [] };
  for (let round = 0; round < rounds; round++) {
    for (const [name, server] of Object.entries({ empty, full })) {
      rates[name].push(await httpRate(server.url, 1_000, 40_000, 4));
      // The sums are folded behind; not into the other's time.
      await delay(6_000);
    }
  }
  const [atStart, atEnd] = [Math.max(...rates.empty), Math.max(...rates.full)];
  return [
    ['into an empty archive', count(atStart), '100 %'],
    ['into the full one', count(atEnd), `${Math.round((atEnd / atStart) * 100)} %`],
  ];
}
