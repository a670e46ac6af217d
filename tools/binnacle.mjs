#!/usr/bin/env node
/**
 * `npx binnacle …`, installed or from a checkout, and `npm run binnacle -- …`: builds what is missing, then becomes the command. With
 * `serve` it becomes the server, with `doctor` what looks at the server's surroundings: neither may the command import.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const mains = { serve: 'server/src/main.js', doctor: 'server/src/doctor/main.js' };
const main = `${root}dist/apps/${mains[process.argv[2]] ?? 'cli/src/main.js'}`;

if (!existsSync(main)) {
  // On stderr: stdout belongs to the command, whose output a script may read.
  const { status } = spawnSync(process.execPath, [`${root}tools/build.mjs`], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0 || !existsSync(main)) {
    console.error('binnacle: it is not built yet, and building failed (see above). Try `npm ci && npm run build`.');
    process.exit(1);
  }
}
await import(pathToFileURL(main).href);
