/** A fifth of the viewers stop reading: what waits for them, and whether the others notice. */
import { setTimeout as delay } from 'node:timers/promises';
import { benchDatabases } from '../support/bench-database.mjs';
import { startChild } from '../support/bench-server.mjs';
import { load, measureViewers, viewers } from '../support/live-latency.mjs';
import { startPanels } from './start-panels.mjs';

const [READING, STALLED] = [400, 100];
const SECONDS = 30;

export async function measureStalled() {
  const databases = await benchDatabases('stalled');
  try {
    const server = await startPanels(databases.urls[0], { PANELS: '10', PANEL_KIND: 'screens' });
    const work = (seconds) => load(server.url, 20, seconds);
    await work(3);
    const ours = await beside(server, '/events', work);
    await server.stop();
    const bare = await startChild(
      new URL('../support/bare-broadcast.mjs', import.meta.url).pathname,
      { FRAME_BYTES: String(Math.round(ours.frameBytes)), FRAME_MS: '100' },
      /ready: (\S+)/,
    );
    const anchor = await beside(bare, '/', (seconds) => delay(seconds * 1_000));
    await bare.stop();
    return {
      title: `${STALLED} of ${READING + STALLED} viewers stop reading`,
      note: `${SECONDS} s of plain frames of ${(ours.frameBytes / 1_024).toFixed(0)} KB, ten a second. Anchor: a bare Node server that writes to everyone without asking.`,
      head: ['', 'RSS MB, all reading', 'highest beside the stalled', 'p50 / p99 ms of the others'],
      rows: [row('Binnacle', ours), row('bare broadcast', anchor)],
    };
  } finally {
    await databases.stop();
  }
}

const row = (name, { before, highest, p50, p99 }) => [name, Math.round(before), Math.round(highest), `${p50} / ${p99}`];

async function beside(server, path, work) {
  const { rss: before } = await measureViewers(server, path, READING, work, { seconds: 5, encoding: 'identity' });
  const stalled = await viewers(`${server.url}${path}`, STALLED, 'identity', 'stalled');
  let highest = 0;
  const looking = setInterval(() => {
    highest = Math.max(highest, server.rssMb());
  }, 250);
  const measured = await measureViewers(server, path, READING, work, { seconds: SECONDS, encoding: 'identity' });
  clearInterval(looking);
  await stalled.stop();
  return { before, highest, ...measured };
}
