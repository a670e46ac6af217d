/** A month of history: pages, sums, export and ingest. BENCH_EVENTS, default a million; several sizes separated by commas. */
import pg from 'pg';
import { explain } from './history/explain.mjs';
import { DAYS, fill } from './history/fill.mjs';
import { measurePages } from './history/pages.mjs';
import { foldAll, measureExport, measureIngest, measureStats } from './history/whole.mjs';
import { benchDatabases } from './support/bench-database.mjs';
import { startBinnacle } from './support/bench-server.mjs';

const SIZES = (process.env.BENCH_EVENTS ?? '1_000_000').split(',').map((text) => Number(text.replaceAll('_', '')));

export async function benchHistory() {
  const tables = [];
  let first;
  for (const events of SIZES) {
    console.error(`  ${events.toLocaleString('en')} events …`);
    const measured = await measureSize(events);
    tables.push(...tablesOf(events, measured, first));
    first ??= measured.pages;
  }
  return tables;
}

async function measureSize(events) {
  const databases = await benchDatabases('binnacle', 'empty');
  const [url, emptyUrl] = databases.urls;
  const started = performance.now();
  const say = (what) => console.error(`  ${what} after ${Math.round((performance.now() - started) / 1_000)} s`);
  const indexSeconds = await fill(url, events);
  say('filled');
  const client = new pg.Client({ connectionString: url, statement_timeout: 600_000 });
  await client.connect();
  const foldSeconds = await foldAll(url);
  say('folded');
  await client.query('VACUUM ANALYZE');
  let server = await startBinnacle(url);
  try {
    const pages = await measurePages(server, client, url);
    say('pages');
    const plan = await explain(client, url, pages.slowest.parameters);
    const stats = await measureStats(server, client);
    say('sums');
    const sizes = await sizesOf(client);
    // With the memory of a fresh process.
    await server.stop();
    server = await startBinnacle(url);
    const exported = await measureExport(server, url, events);
    say('export');
    const empty = await startBinnacle(emptyUrl);
    const ingest = await measureIngest(empty, server).finally(() => empty.stop());
    say('ingest');
    return { pages, plan, stats, sizes, exported, ingest, indexSeconds, foldSeconds };
  } finally {
    await client.end();
    await server.stop();
    await databases.stop();
  }
}

/** Bytes of every kind of table and index, the largest first. */
async function sizesOf(client) {
  const { rows } = await client.query(`
    SELECT CASE WHEN c.relnamespace = 'binnacle_days'::regnamespace AND c.relkind = 'r' THEN 'rows'
                ELSE regexp_replace(c.relname, '^p\\d+(_\\d+)?_', '') END AS name,
           sum(pg_relation_size(c.oid))::bigint AS bytes
    FROM pg_class c
    WHERE c.relkind IN ('r', 'i') AND c.relnamespace IN ('binnacle_days'::regnamespace, 'public'::regnamespace)
    GROUP BY 1 ORDER BY 2 DESC`);
  return rows;
}

function tablesOf(events, { pages, plan, stats, sizes, exported, ingest, indexSeconds, foldSeconds }, first) {
  const size = `${events.toLocaleString('en')} events over ${DAYS} days`;
  const bytes = sizes.map(({ name, bytes: all }) => [name, Number(all) / events]).filter(([, each]) => each >= 1);
  const total = bytes.reduce((sum, [, each]) => sum + each, 0);
  const growth = ({ name, p95 }) => {
    const before = first?.measured.find((one) => one.name === name);
    return before?.p95 && p95 ? `${(p95 / before.p95).toFixed(1)}×` : '';
  };
  const compared = first ? [`p95, of ${SIZES[0].toLocaleString('en')}`] : [];
  return [
    {
      title: `Pages of events: ${size}`,
      note: `100 events a page, newest first, 30 times each over HTTP. Anchor: a bare Node server that runs \`SELECT … ORDER BY seq DESC LIMIT 101\`, written by hand, and sends the rows as JSON.`,
      head: ['', 'rows', 'p50 ms', 'p95 ms', 'anchor p50', 'anchor p95', 'p50 ratio', ...compared],
      rows: pages.measured.map((one) => [one.name, ...one.cells, ...(first ? [growth(one)] : [])]),
      after: [`The slowest, *${pages.slowest.name}*:`, '', '```', plan, '```', ''],
    },
    {
      title: `Sums: ${size}`,
      note: `\`GET /api/v1/stats?step=1d\` over a month, 30 times each, against the same sums from \`events\` by hand, once. The sums of all events took ${foldSeconds.toFixed(0)} s to fold; the server does it in the background with rests.`,
      head: ['', 'p50 ms', 'p95 ms', 'by hand ms', 'ratio'],
      rows: stats,
    },
    {
      title: `Export: ${size}`,
      note: `All events in one answer, against \`COPY … TO STDOUT\` of the same rows over one connection. ${exported.live}`,
      head: ['', 'events/s', 'of COPY', 'RSS MB, before → highest', 'bytes/event'],
      rows: exported.rows,
    },
    {
      title: `Ingest beside ${size}`,
      note: 'Batches of 1,000 over 4 connections, best of 4 rounds in turn; sums are folded meanwhile.',
      head: ['', 'events/s', 'of an empty archive'],
      rows: ingest,
    },
    {
      title: `Disk: ${size}`,
      note: `${Math.round(total)} bytes an event in all. The indexes of closed days (\`payload_idx\`, \`text_idx\`) took ${indexSeconds.toFixed(0)} s to build.`,
      head: ['', 'bytes/event'],
      rows: bytes.map(([name, each]) => [`\`${name}\``, Math.round(each)]),
    },
  ];
}
