/** Event accepted → frame at the client, for many viewers, against a bare Node broadcast of one buffer of the same size. */
import { setTimeout as delay } from 'node:timers/promises';
import { benchDatabases } from './support/bench-database.mjs';
import { startBinnacle, startChild } from './support/bench-server.mjs';
import { load, measureViewers } from './support/live-latency.mjs';

const SECONDS = 8;
const FRAME_MS = 100;

const percent = (share) => `${(share * 100).toFixed(1)} %`;

export async function benchFanout() {
  const databases = await benchDatabases('binnacle');
  const rows = [];
  try {
    for (const [count, rate] of [
      [1, 100],
      [1, 1_000],
      [100, 100],
      [100, 1_000],
      [1_000, 100],
      [1_000, 1_000],
    ]) {
      const server = await startBinnacle(databases.urls[0]);
      const work = (seconds) => load(server.url, rate, seconds);
      const idle = await measureViewers(server, '/events', 1, work, { seconds: SECONDS });
      const plain = await measureViewers(server, '/events', 1, work, { seconds: SECONDS, encoding: 'identity' });
      const ours = await measureViewers(server, '/events', count, work, { seconds: SECONDS });
      await server.stop();
      const bare = await startChild(
        new URL('support/bare-broadcast.mjs', import.meta.url).pathname,
        { FRAME_BYTES: String(Math.round(plain.frameBytes)), FRAME_MS: String(1_000 / plain.fps) },
        /ready: (\S+)/,
      );
      const anchor = await measureViewers(bare, '/', count, (seconds) => delay(seconds * 1_000), { seconds: SECONDS });
      await bare.stop();
      // What ingest, folding and rendering cost is there with one viewer too; the rest is what the viewers cost.
      const fanOut = ours.cpuShare - idle.cpuShare;
      rows.push([
        `${count.toLocaleString('en')} viewers, ${rate.toLocaleString('en')} events/s`,
        `${ours.p50} / ${ours.p99}`,
        `${anchor.p50} / ${anchor.p99}`,
        ours.fps.toFixed(1),
        `${(plain.frameBytes / 1_024).toFixed(1)} → ${(ours.frameBytes / 1_024).toFixed(1)}`,
        percent(ours.cpuShare),
        percent(anchor.cpuShare),
        `${(ours.cpuShare / anchor.cpuShare).toFixed(2)}×`,
        count === 1 ? '' : `${(fanOut / anchor.cpuShare).toFixed(2)}×`,
        `${((ours.cpuShare * 1_000) / ours.fps).toFixed(1)} / ${((anchor.cpuShare * 1_000) / anchor.fps).toFixed(1)}`,
        `${Math.round(ours.rss)} / ${Math.round(anchor.rss)}`,
      ]);
    }
  } finally {
    await databases.stop();
  }
  return {
    title: 'Event posted → frame at the viewer',
    note: `${SECONDS} s each. Latency from the moment an event is sent to its first frame at a viewer, over every batch, so it includes the commit and up to ${FRAME_MS} ms of frame pacing. CPU is the share of a core of the whole server: ingest, commit, fold, render, compress, send. "Fan-out only" takes off what the same load costs with one viewer. Anchor: a bare Node server that broadcasts one ready buffer of the plain frame's size, as often.`,
    head: [
      '',
      'p50 / p99 ms',
      'anchor',
      'frames/s',
      'KB/frame, plain → sent',
      'CPU',
      'anchor',
      'ratio',
      'fan-out only',
      'CPU ms/frame / anchor',
      'RSS MB / anchor',
    ],
    rows,
  };
}
