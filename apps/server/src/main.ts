import 'reflect-metadata';
import { AuthOptions, FirstSetup } from '@binnacle/auth';
import { BinnacleError } from '@binnacle/events';
import { Logger } from '@nestjs/common';
import { readConfig } from './config.js';
import { createApp } from './create-app.js';
import type { PluginFolder } from './plugins/plugin-folder.js';
import { startPlugins, watchPlugins } from './plugins/start-plugins.js';

/** Longest clean stop; past it the process ends anyway. Postgres survives that, and so does every acknowledged event. */
const STOP_TIMEOUT_MS = 15_000;

const PARENT_CHECK_MS = 200;
/** Exit code that asks `npm run dev` for a new process: a plugin's controllers are taken at start. */
const RESTART = 75;

const logger = new Logger('Process');

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const { modules, fixed } = await startPlugins(config, process.cwd());
  const app = await createApp(config, { plugins: modules });
  let folder: PluginFolder | undefined;
  let stopping = false;
  const stop = (code: number) => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    const closed = (folder?.stop() ?? Promise.resolve()).then(() => app.close());
    closed.then(() => process.exit(code), fail);
  };
  const restart = () => {
    if (process.send) stop(RESTART);
    else logger.warn('a plugin with controllers has changed: they are taken when the server starts again');
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(0));
  if (process.env.npm_lifecycle_event) whenParentEnds(() => stop(0));
  // Ours are all awaited; what is left is a plugin's own, and that is no reason to end everyone's ingest.
  process.on('unhandledRejection', (reason) =>
    logger.error({ err: reason }, 'a promise was rejected and nobody waited for it'),
  );
  await app.init();
  if (config.dev) folder = await watchPlugins(app, config, fixed, restart);
  const setupPath = await app.get(FirstSetup).prepare();
  await app.listen(config.port, config.host);
  const where = config.databaseUrl ? 'database from DATABASE_URL' : `data in ${config.dataDir}`;
  process.stdout.write(`\n  Binnacle is ready: ${await app.getUrl()}   (${where})\n\n`);
  if (setupPath) process.stdout.write(setupNote(`${app.get(AuthOptions).publicUrl()}${setupPath}`));
}

/** Nobody but who reads this output gets in until then. */
const setupNote = (url: string): string =>
  `  Nobody has an account yet, and this address is not for this machine only, so nothing else is served.\n  Make the first account within 24 hours (the link works once):\n\n    ${url}\n\n`;

/** npm passes a signal to the shell it started us by, and the shell ends without passing it on: its end is our signal. */
function whenParentEnds(stop: () => void): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), PARENT_CHECK_MS).unref();
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
