#!/usr/bin/env node
/**
 * `npm run bench [ingest|auth|otlp|answer|inbox|fanout|panels|history …]`: figures as ratios against an anchor measured in the same run. Prints tables and,
 * when everything ran, keeps them in docs/reference/performance.md.
 */
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { ensureBuilt } from './ensure-built.mjs';

process.chdir(new URL('..', import.meta.url).pathname);
await ensureBuilt();

const BENCHES = {
  ingest: async () => (await import('../bench/ingest.mjs')).benchIngest(),
  auth: async () => (await import('../bench/auth.mjs')).benchAuth(),
  otlp: async () => (await import('../bench/otlp.mjs')).benchOtlp(),
  answer: async () => (await import('../bench/answer.mjs')).benchAnswer(),
  inbox: async () => (await import('../bench/inbox.mjs')).benchInbox(),
  panels: async () => (await import('../bench/panels.mjs')).benchPanels(),
  fanout: async () => (await import('../bench/fanout.mjs')).benchFanout(),
  history: async () => (await import('../bench/history.mjs')).benchHistory(),
};
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in BENCHES));
if (unknown) {
  console.error(`There is no benchmark ${unknown}; there are ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(1);
}

const row = (cells) => `| ${cells.join(' | ')} |`;
const table = ({ title, note, head, rows, after = [] }) =>
  [`## ${title}`, '', note, '', row(head), row(head.map(() => '---')), ...rows.map(row), '', ...after].join('\n');

const machine = `${os.cpus().length} cores (${os.cpus()[0]?.model.trim()}), ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, embedded Postgres 18 on the same machine`;
const pages = [];
for (const name of asked.length ? asked : Object.keys(BENCHES)) {
  console.error(`measuring ${name} …`);
  const page = [await BENCHES[name]()].flat().map(table).join('\n');
  pages.push(page);
  console.log(`\n${page}`);
}
if (!asked.length) {
  const text = `# Performance\n\nThe last \`npm run bench\`, ${new Date().toISOString().slice(0, 10)}, on ${machine}. Server, database and load generator share\nthe cores; read the ratios, not the absolutes.\n\n${pages.join('\n')}`;
  writeFileSync('docs/reference/performance.md', text);
}
