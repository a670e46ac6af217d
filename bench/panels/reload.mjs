/** An author saves a file: until the change is on an open dashboard, with the state folded anew. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bundlePlugin } from '../../dist/libs/plugin-bundle/src/index.js';
import { benchDatabases } from '../support/bench-database.mjs';
import { startBinnacle } from '../support/bench-server.mjs';
import { httpRate } from '../support/http-rate.mjs';
import { summary } from '../support/statistics.mjs';

const SAVES = 30;
const EVENTS = 20_000;

const source = (mark) => `import { definePanel, html } from 'binnacle/plugin-kit';
export const saved = definePanel({
  id: 'saved', version: 1, title: 'Saved', initial: () => 0,
  on: { 'tool:called': (count: number) => count + 1 },
  view: (count) => html\`<p>mark-${mark};\${count}</p>\`,
});
`;

export async function measureReload() {
  const databases = await benchDatabases('reload');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'binnacle-reload-'));
  mkdirSync(path.join(folder, 'plugins'));
  const file = path.join(folder, 'plugins/saved.ts');
  try {
    const bundling = [];
    for (let save = 0; save < SAVES; save++) {
      writeFileSync(file, source(save));
      const started = performance.now();
      await bundlePlugin(file, path.dirname(file));
      bundling.push(performance.now() - started);
    }
    const server = await startBinnacle(databases.urls[0], {
      BINNACLE_DEV: '1',
      BINNACLE_PLUGINS_DIR: path.join(folder, 'plugins'),
    });
    await httpRate(server.url, 1_000, EVENTS, 4);
    const seen = await marksOf(`${server.url}/events`);
    const took = [];
    for (let save = SAVES; save < 2 * SAVES; save++) {
      const started = performance.now();
      writeFileSync(file, source(save));
      took.push((await seen(`mark-${save};`)) - started);
      await delay(300);
    }
    await server.stop();
    const [ours, anchor] = [summary(took), summary(bundling)];
    const row = (name, { p50, p99 }) => [name, p50.toFixed(0), p99.toFixed(0), `${(p50 / anchor.p50).toFixed(1)}×`];
    return {
      title: 'A plugin is saved → the change is on the dashboard',
      note: `${SAVES} saves of one file, with ${EVENTS.toLocaleString('en')} events in the archive of which the panel folds its newest 10,000 anew. Anchor: bundling the file alone, in the same run.`,
      head: ['', 'p50 ms', 'p99 ms', 'of the anchor'],
      rows: [row('bundle', anchor), row('saved → frame', ours)],
    };
  } finally {
    await databases.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns waits for a text on the stream: the moment it came, as `performance.now()` */
async function marksOf(url) {
  let text = '';
  let look = () => {};
  const request = http.get(
    url,
    { headers: { accept: 'text/event-stream', 'accept-encoding': 'identity' } },
    (response) => {
      response.setEncoding('utf8');
      response.on('error', () => {});
      response.on('data', (chunk) => {
        text = (text + chunk).slice(-500_000);
        look();
      });
    },
  );
  await new Promise((resolve) => request.once('response', resolve));
  return (mark) =>
    new Promise((resolve) => {
      look = () => text.includes(mark) && resolve(performance.now());
      look();
    });
}
