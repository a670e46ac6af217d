#!/usr/bin/env node
/** `npm run build`: everything `npm start` needs, without starting. */
import { ensureBuilt } from './ensure-built.mjs';

process.chdir(new URL('..', import.meta.url).pathname);
await ensureBuilt((line) => console.error(line)).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
