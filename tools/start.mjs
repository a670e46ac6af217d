#!/usr/bin/env node
/** `npm start` on a fresh clone or the hundredth time: makes what is missing, then becomes the server. */
import { ensureBuilt } from './ensure-built.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Binnacle needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
const here = process.cwd();
process.chdir(new URL('..', import.meta.url).pathname);
try {
  await ensureBuilt((line) => console.log(`  ${line}`));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
process.chdir(here);
// In this process: one less to start, and Ctrl-C reaches the server itself.
await import('../dist/apps/server/src/main.js');
