#!/usr/bin/env node
/**
 * `npm test`: types, lint, unit, integration with a real Postgres, faults, and a real browser, one after the other, as a
 * newcomer runs them. Ends with a plain `N passed, N failed`.
 */
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureBuilt } from './ensure-built.mjs';
import { node } from './run.mjs';

process.chdir(new URL('..', import.meta.url).pathname);
const JEST = ['--no-warnings', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
const PHASES = ['unit', 'integration', 'faults', 'browser'];
const totals = { passed: 0, failed: 0, skipped: 0 };
const broken = [];

async function check(title, work) {
  const started = performance.now();
  console.log(`\n── ${title}`);
  try {
    await work();
  } catch (error) {
    broken.push(title);
    if (error.message) console.error(error.message);
  }
  console.log(`── ${title}: ${((performance.now() - started) / 1_000).toFixed(1)} s`);
}

async function counted(work) {
  try {
    await work();
    totals.passed++;
  } catch (error) {
    totals.failed++;
    throw error;
  }
}

async function jest(project) {
  const report = path.join(mkdtempSync(path.join(os.tmpdir(), 'binnacle-test-')), 'report.json');
  try {
    await node([...JEST, '--selectProjects', project, '--json', `--outputFile=${report}`, '--passWithNoTests']);
  } finally {
    count(report);
  }
}

function count(report) {
  if (!existsSync(report)) {
    totals.failed++;
    return;
  }
  const result = JSON.parse(readFileSync(report, 'utf8'));
  totals.passed += result.numPassedTests;
  totals.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  totals.skipped += result.numPendingTests + result.numTodoTests;
}

await check('build', () => ensureBuilt());
if (broken.length === 0) {
  await check('types', () =>
    counted(() => node(['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.spec.json'])),
  );
  await check('types of the browser client', () =>
    counted(() =>
      node(['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'libs/dashboard/src/browser/tsconfig.json']),
    ),
  );
  await check('lint', () => counted(() => node(['node_modules/@biomejs/biome/bin/biome', 'check', '.'])));
  for (const phase of PHASES) await check(phase, () => jest(phase));
} else totals.failed++;

if (broken.length) console.log(`\nNot green: ${broken.join(', ')}`);
if (totals.skipped) console.log(`\n${totals.skipped} skipped: see above for what is missing on this machine`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(broken.length || totals.failed ? 1 : 0);
