/** Ten panels that change whole at every frame, for a thousand viewers, against a bare broadcast of one ready buffer. */
import { setTimeout as delay } from 'node:timers/promises';
import { benchDatabases } from '../support/bench-database.mjs';
import { startChild } from '../support/bench-server.mjs';
import { load, measureViewers } from '../support/live-latency.mjs';
import { startPanels } from './start-panels.mjs';

const PANELS = 10;
const VIEWERS = 1_000;
const SECONDS = 10;
/** As many as there are frames: every frame holds every panel. */
const EVENTS_PER_SECOND = 20;

export async function measureBroadcast() {
  const databases = await benchDatabases('broadcast');
  try {
    const rows = [];
    const server = await startPanels(databases.urls[0], { PANELS: String(PANELS), PANEL_KIND: 'screens' });
    const work = (seconds) => load(server.url, EVENTS_PER_SECOND, seconds);
    await work(3);
    const idleRss = server.rssMb();
    const plain = await measureViewers(server, '/events', 1, work, { seconds: SECONDS, encoding: 'identity' });
    const ours = await measureViewers(server, '/events', VIEWERS, work, { seconds: SECONDS });
    rows.push(
      cells('Binnacle, gzip', ours, idleRss),
      cells(
        'Binnacle, plain',
        await measureViewers(server, '/events', VIEWERS, work, { seconds: SECONDS, encoding: 'identity' }),
        idleRss,
      ),
    );
    await server.stop();
    const bare = await startChild(
      new URL('../support/bare-broadcast.mjs', import.meta.url).pathname,
      { FRAME_BYTES: String(Math.round(plain.frameBytes)), FRAME_MS: String(1_000 / plain.fps) },
      /ready: (\S+)/,
    );
    const bareRss = bare.rssMb();
    rows.push(
      cells(
        'bare broadcast, plain',
        await measureViewers(bare, '/', VIEWERS, (s) => delay(s * 1_000), { seconds: SECONDS }),
        bareRss,
      ),
    );
    await bare.stop();
    return {
      title: `${PANELS} changing panels for ${VIEWERS.toLocaleString('en')} viewers`,
      note: `${SECONDS} s each; every frame holds all panels, rendered anew. CPU is the whole server’s, with ingest and commit. Anchor: a bare Node server that writes one ready buffer of the same size, as often.`,
      head: ['', 'frames/s', 'KB/frame sent', 'CPU ms/frame', 'p50 / p99 ms', 'RSS MB, before → with viewers'],
      rows,
    };
  } finally {
    await databases.stop();
  }
}

const cells = (name, { fps, frameBytes, cpuShare, p50, p99, rss }, before) => [
  name,
  fps.toFixed(1),
  (frameBytes / 1_024).toFixed(1),
  ((cpuShare * 1_000) / fps).toFixed(1),
  `${p50} / ${p99}`,
  `${Math.round(before)} → ${Math.round(rss)}`,
];
