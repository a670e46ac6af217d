/**
 * Brings the checkout to where it can run: packages, Prisma client, server, command line, browser bundles. Each step is
 * skipped when its sources have not changed, so that a second start costs a few milliseconds.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { node, run } from './run.mjs';
import { sourceHash } from './source-hash.mjs';

const STAMP = (name) => `node_modules/.binnacle/${name}`;
const COMPILER = ['tsconfig.json', 'nest-cli.json', 'package-lock.json'];

const STEPS = [
  {
    name: 'packages',
    title: 'Installing packages',
    sources: ['package.json', 'package-lock.json', '.npmrc'],
    made: 'node_modules/@nestjs/core',
    make: () => run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true }),
  },
  {
    name: 'prisma-client',
    title: 'Generating the database client',
    sources: ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json'],
    made: 'libs/persistence/src/generated/prisma',
    make: () => node(['tools/prisma.mjs', 'generate'], { quiet: true }),
  },
  {
    name: 'programs',
    title: 'Building',
    sources: ['apps', 'libs', 'prisma/schema.prisma', 'tools/browser-bundle.mjs', ...COMPILER],
    made: 'dist/apps/server/src/main.js',
    make: buildPrograms,
  },
];

async function buildPrograms() {
  // Whoever asked for them once, in a checkout with plugins of its own, keeps them.
  const typed = existsSync('dist/libs/plugin-kit/src/index.d.ts');
  rmSync('dist', { recursive: true, force: true });
  const nest = (app) => node(['node_modules/@nestjs/cli/bin/nest.js', 'build', app], { quiet: true });
  const { bundleBrowser } = await import('./browser-bundle.mjs');
  await Promise.all([nest('server'), nest('cli'), bundleBrowser('dist/browser')]);
  cpSync('libs/dashboard/src/assets', 'dist/browser', { recursive: true });
  if (typed) await node(['tools/declarations.mjs'], { quiet: true });
}

/** @param report called with the title of each step that has something to do */
export async function ensureBuilt(report = console.log) {
  for (const { name, title, sources, made, make } of STEPS) {
    const hash = sourceHash(sources);
    if (existsSync(made) && stampOf(name) === hash) continue;
    const started = performance.now();
    report(`${title} …`);
    await make();
    mkdirSync('node_modules/.binnacle', { recursive: true });
    writeFileSync(STAMP(name), hash);
    report(`${title}: done in ${((performance.now() - started) / 1_000).toFixed(1)} s`);
  }
}

const stampOf = (name) => (existsSync(STAMP(name)) ? readFileSync(STAMP(name), 'utf8') : undefined);
