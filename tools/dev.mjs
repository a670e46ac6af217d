#!/usr/bin/env node
/**
 * `npm run dev`, for authors of plugins: the server with a watched plugins folder. A plugin with controllers can be taken only by
 * a new process, which the server asks for by its exit code.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const RESTART = 75;
const start = fileURLToPath(new URL('start.mjs', import.meta.url));

// The terminal sends Ctrl-C to both; the server ends cleanly, and then we do.
process.on('SIGINT', () => {});
let child;
process.on('SIGTERM', () => child.kill('SIGTERM'));
let code = RESTART;
while (code === RESTART) {
  // The channel tells the server that somebody starts it again.
  child = fork(start, { env: { ...process.env, BINNACLE_DEV: '1' } });
  [code] = await once(child, 'exit');
}
process.exit(code ?? 1);
