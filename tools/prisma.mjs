#!/usr/bin/env node
/**
 * The Prisma CLI without its downloaded schema engine: `npm run prisma -- migrate status`.
 *
 * A development tool. The server applies migrations itself (libs/persistence/src/migrations) and needs none of this.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const manifest = createRequire(import.meta.url).resolve('prisma/package.json');

const child = spawn(process.execPath, [path.join(path.dirname(manifest), 'build/index.js'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: path.join(root, 'tools/schema-engine.mjs'),
    // Neither may delay a build without a network.
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  },
});
child.on('exit', (code, signal) => {
  process.exitCode = signal ? 1 : (code ?? 1);
});
