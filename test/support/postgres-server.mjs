/**
 * The child process of global-setup.ts: one embedded Postgres with a migrated template database, until stdin ends.
 * Prints `{"adminUrl": …, "template": …}` when ready.
 *
 * A process of its own because Jest loads global setup as CommonJS without its module name mapping.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { importTypeScript } from './import-typescript.mjs';

const { EmbeddedPostgres, migrate } = await importTypeScript({
  'libs/persistence/src/embedded/embedded-postgres.ts': 'EmbeddedPostgres',
  'libs/persistence/src/migrations/migrate.ts': 'migrate',
});

const TEMPLATE = `binnacle_template_${process.pid}`;
const dataDir = mkdtempSync(path.join(tmpdir(), 'binnacle-test-'));
const given = process.env.DATABASE_URL;
// What the tests write need not survive a power cut.
const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '200' };
const server = given ? undefined : await EmbeddedPostgres.start({ dataDir, settings });
const adminUrl = given ?? server.url();

await statement(`CREATE DATABASE ${TEMPLATE}`);
const templateUrl = new URL(adminUrl);
templateUrl.pathname = `/${TEMPLATE}`;
await migrate(templateUrl.toString());
process.stdout.write(`${JSON.stringify({ adminUrl, template: TEMPLATE })}\n`);

process.stdin.resume().on('end', stop).on('error', stop);
// Ctrl-C reaches the whole group; the end of stdin follows when Jest is gone.
process.on('SIGINT', () => {});

async function stop() {
  await statement(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`).catch(() => {});
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(0);
}

async function statement(sql) {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
