import 'reflect-metadata';
import { BinnacleError } from '@binnacle/events';
import { readConfig } from './config.js';
import { createApp } from './create-app.js';

/** Longest clean stop; past it the process ends anyway. Postgres survives that, and so does every acknowledged event. */
const STOP_TIMEOUT_MS = 15_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const app = await createApp(config);
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
      app.close().then(
        () => process.exit(0),
        (error) => fail(error),
      );
    });
  }
  await app.listen(config.port, config.host);
  const where = config.databaseUrl ? 'database from DATABASE_URL' : `data in ${config.dataDir}`;
  process.stdout.write(`\n  Binnacle is ready: ${await app.getUrl()}   (${where})\n\n`);
}

/** One line that says what to do; the stack only for what nobody foresaw. */
function fail(error: unknown): never {
  const text =
    error instanceof BinnacleError
      ? `${error.detail} (${error.code})`
      : error instanceof Error
        ? error.stack
        : String(error);
  process.stderr.write(`Binnacle could not start: ${text}\n`);
  process.exit(1);
}

main().catch(fail);
