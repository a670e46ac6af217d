/** Ingest with a key on every request against the same server before it had accounts. Higher is better. */
import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { benchDatabases } from './support/bench-database.mjs';
import { startBinnacle } from './support/bench-server.mjs';
import { HttpPoster, inLanes } from './support/http-poster.mjs';
import { sampleEvent } from './support/sample-events.mjs';

const ROUNDS = 5;
let offset = 0;

async function rate(url, batch, total, connections, headers) {
  const poster = new HttpPoster(url, connections);
  const bodies = Array.from({ length: total / batch }, () => {
    const events = Array.from({ length: batch }, () => sampleEvent(offset++));
    return JSON.stringify(batch === 1 ? events[0] : events);
  });
  const started = performance.now();
  await inLanes(bodies.length, connections, (index) => poster.post('/api/v1/events', bodies[index], headers));
  const found = (total * 1_000) / (performance.now() - started);
  poster.close();
  return found;
}

async function makeKey(url) {
  const secret = randomBytes(32).toString('base64url');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `INSERT INTO api_keys (id, project, name, secret_hash, scopes, created_by, created_at)
     VALUES ('0123456789abcdef', 'default', 'bench', $1, '{ingest}', 'bench', now())`,
    [createHash('sha256').update(secret).digest()],
  );
  await client.end();
  return `bnk_0123456789abcdef_${secret}`;
}

const SIZES = [
  ['batches of 100, 8 connections', 100, 20_000, 8],
  ['singles, 64 connections', 1, 6_000, 64],
];

export async function benchAuth() {
  const databases = await benchDatabases('open', 'closed');
  const limits = { BINNACLE_RATE_INGEST: '100000000' };
  const open = await startBinnacle(databases.urls[0], limits);
  const closed = await startBinnacle(databases.urls[1], {
    ...limits,
    BINNACLE_ADMIN_EMAIL: 'bench@example.com',
    BINNACLE_ADMIN_PASSWORD: 'only for the bench',
  });
  try {
    const json = { 'content-type': 'application/json' };
    const keyed = { ...json, authorization: `Bearer ${await makeKey(databases.urls[1])}` };
    const rows = [];
    for (const [name, ...size] of SIZES) {
      const best = [0, 0];
      // In turn: whatever else the machine does slows both.
      for (let round = 0; round <= ROUNDS; round += 1) {
        const pair = [await rate(open.url, ...size, json), await rate(closed.url, ...size, keyed)];
        if (round > 0) for (const at of [0, 1]) best[at] = Math.max(best[at], pair[at]);
      }
      rows.push([
        name,
        ...best.map((one) => Math.round(one).toLocaleString('en')),
        `${Math.round((best[1] / best[0]) * 100)} %`,
      ]);
    }
    return {
      title: 'Ingest with keys checked',
      note: `Best of ${ROUNDS} rounds, in turn. Aim: 90 % of the rate without.`,
      head: ['', 'without accounts, events/s', 'with a key, events/s', 'ratio'],
      rows,
    };
  } finally {
    await open.stop();
    await closed.stop();
    await databases.stop();
  }
}
