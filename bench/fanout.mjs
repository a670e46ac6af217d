/** Event accepted → frame at the client, for many viewers, against a bare Node broadcast of one buffer of the same size. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { benchDatabases } from './support/bench-database.mjs';
import { startBinnacle, startChild } from './support/bench-server.mjs';
import { HttpPoster } from './support/http-poster.mjs';

const SECONDS = 8;
const FRAME_MS = 100;

async function viewers(url, count) {
  const child = fork(new URL('support/viewers.mjs', import.meta.url).pathname, [url, String(count)]);
  await once(child, 'message');
  return {
    start: () => child.send('start'),
    stop: async () => {
      child.send('stop');
      const [result] = await once(child, 'message');
      return result;
    },
  };
}

/** Posts at a steady rate; each batch carries the moment it was sent. */
async function load(url, eventsPerSecond, seconds) {
  const poster = new HttpPoster(url, 4);
  const perBatch = Math.max(1, Math.round(eventsPerSecond / 20));
  const interval = (perBatch * 1_000) / eventsPerSecond;
  const started = performance.now();
  const waiting = [];
  for (let batch = 0; performance.now() - started < seconds * 1_000; batch++) {
    const body = JSON.stringify(
      Array.from({ length: perBatch }, (_, index) => ({
        type: 'tool:called',
        agent_id: `agent-${index % 10}`,
        payload: { tool_name: `sent=${Date.now()}`, input: { path: 'src/main.ts' } },
      })),
    );
    waiting.push(poster.post('/api/v1/events', body));
    await delay(Math.max(0, started + (batch + 1) * interval - performance.now()));
  }
  await Promise.all(waiting);
  poster.close();
}

async function measure(server, path, count, work) {
  const crowd = await viewers(`${server.url}${path}`, count);
  await work(1);
  crowd.start();
  const cpu = server.cpuMs();
  const started = performance.now();
  await work(SECONDS);
  const seconds = (performance.now() - started) / 1_000;
  const used = server.cpuMs() - cpu;
  const rss = server.rssMb();
  const result = await crowd.stop();
  return {
    ...result,
    rss,
    cpuPerSecond: used / seconds,
    framesPerViewer: result.frames / count / seconds,
    frameBytes: result.bytes / Math.max(1, result.frames),
  };
}

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
      const idle = await measure(server, '/events', 1, (seconds) => load(server.url, rate, seconds));
      const ours = await measure(server, '/events', count, (seconds) => load(server.url, rate, seconds));
      await server.stop();
      const bare = await startChild(
        new URL('support/bare-broadcast.mjs', import.meta.url).pathname,
        { FRAME_BYTES: String(Math.round(ours.frameBytes)), FRAME_MS: String(FRAME_MS) },
        /ready: (\S+)/,
      );
      const anchor = await measure(bare, '/', count, (seconds) => delay(seconds * 1_000));
      await bare.stop();
      // What ingest and folding cost is there with one viewer too; the rest is what the viewers cost.
      const perFrame = (result, base = 0) => (result.cpuPerSecond - base) / Math.max(1, result.framesPerViewer);
      rows.push([
        `${count.toLocaleString('en')} viewers, ${rate.toLocaleString('en')} events/s`,
        `${ours.p50} / ${ours.p99}`,
        `${anchor.p50} / ${anchor.p99}`,
        (ours.frameBytes / 1_024).toFixed(1),
        ours.framesPerViewer.toFixed(1),
        perFrame(ours).toFixed(1),
        count === 1 ? '' : perFrame(ours, idle.cpuPerSecond).toFixed(1),
        perFrame(anchor).toFixed(1),
        `${(perFrame(ours) / Math.max(0.01, perFrame(anchor))).toFixed(1)}×`,
        `${Math.round(ours.rss)} / ${Math.round(anchor.rss)}`,
      ]);
    }
  } finally {
    await databases.stop();
  }
  return {
    title: 'Event posted → frame at the viewer',
    note: `${SECONDS} s each. Latency from the moment the event is sent to the frame's arrival, so it includes the commit and up to ${FRAME_MS} ms of frame pacing. CPU is the whole server (ingest, commit, fold, render, send) per frame to all viewers; "fan-out only" takes off what the same load costs with one viewer. Anchor: bare Node broadcast of one buffer of the same size at 10 frames/s.`,
    head: [
      '',
      'p50 / p99 ms',
      'anchor',
      'KB/frame',
      'frames/s',
      'CPU ms/frame',
      'fan-out only',
      'anchor',
      'ratio',
      'RSS MB / anchor',
    ],
    rows,
  };
}
