/**
 * The child process of global-setup.ts: one embedded Postgres with a migrated template database, until stdin ends.
 * Prints `{"adminUrl": …, "template": …}` when ready.
 *
 * A process of its own because Jest loads global setup as CommonJS without its module name mapping.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import pg from 'pg';

const TEMPLATE = `binnacle_template_${process.pid}`;
const root = path.resolve(import.meta.dirname, '../..');
// Inside the repository, so that packages and prisma/migrations are found from there.
const outfile = path.join(root, 'node_modules/.cache/binnacle', `postgres-server-${process.pid}.mjs`);

mkdirSync(path.dirname(outfile), { recursive: true });
await build({
  stdin: {
    contents: `export { EmbeddedPostgres } from './libs/persistence/src/embedded/embedded-postgres.ts';
               export { migrate } from './libs/persistence/src/migrations/migrate.ts';`,
    resolveDir: root,
  },
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  alias: { '@binnacle/events': path.join(root, 'libs/events/src/index.ts') },
  tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
  outfile,
});
const { EmbeddedPostgres, migrate } = await import(pathToFileURL(outfile).href).finally(() => rmSync(outfile));

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
