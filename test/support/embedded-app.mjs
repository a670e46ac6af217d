/**
 * A process that owns an embedded Postgres as Binnacle does, to be killed by a test: `embedded-app.mjs <data directory>`.
 * Prints `{"url": …, "pid": …}` of the server and waits.
 */
import { importTypeScript } from './import-typescript.mjs';

const { EmbeddedPostgres } = await importTypeScript({
  'libs/persistence/src/embedded/embedded-postgres.ts': 'EmbeddedPostgres',
});
const server = await EmbeddedPostgres.start({ dataDir: process.argv[2] });
process.stdout.write(`${JSON.stringify({ url: server.url(), pid: server.pid })}\n`);
setInterval(() => {}, 60_000);
