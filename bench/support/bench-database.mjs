/** An embedded Postgres for benchmarks, with as many migrated databases as asked for. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { EmbeddedPostgres, migrate } from '../../dist/libs/persistence/src/index.js';

export async function benchDatabases(...names) {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'binnacle-bench-'));
  const server = await EmbeddedPostgres.start({ dataDir });
  const admin = new pg.Client({ connectionString: server.url() });
  await admin.connect();
  const urls = [];
  for (const name of names) {
    await admin.query(`CREATE DATABASE ${name}`);
    const url = new URL(server.url());
    url.pathname = `/${name}`;
    await migrate(url.toString());
    urls.push(url.toString());
  }
  await admin.end();
  return {
    urls,
    stop: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
