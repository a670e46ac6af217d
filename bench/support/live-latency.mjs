/** Events at a steady rate, and viewers that say how late they see them. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { HttpPoster } from './http-poster.mjs';

/** @param manner `reading`, or `stalled`: then they take what comes with the answer and nothing more */
export async function viewers(url, count, encoding, manner = 'reading') {
  const child = fork(new URL('viewers.mjs', import.meta.url).pathname, [url, String(count), encoding, manner]);
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

/**
 * What `work(seconds)` costs the server, and how it looks to `count` viewers.
 *
 * @returns p50 and p99 in ms, rss in MB, cpuShare of one core, fps, and frameBytes as they came over the wire
 */
export async function measureViewers(server, path, count, work, { seconds, encoding = 'gzip' }) {
  const crowd = await viewers(`${server.url}${path}`, count, encoding);
  await work(1);
  crowd.start();
  const cpu = server.cpuMs();
  const started = performance.now();
  await work(seconds);
  const took = (performance.now() - started) / 1_000;
  const used = server.cpuMs() - cpu;
  const rss = server.rssMb();
  const { p50, p99, frames, bytes } = await crowd.stop();
  return { p50, p99, rss, cpuShare: used / took / 1_000, fps: frames / took, frameBytes: bytes / Math.max(1, frames) };
}

/** Posts at a steady rate; each batch carries the moment it was sent. */
export async function load(url, eventsPerSecond, seconds) {
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
        payload: { tool_name: `sent=${Date.now()}.${batch};`, input: { path: 'src/main.ts' } },
      })),
    );
    waiting.push(poster.post('/api/v1/events', body));
    await delay(Math.max(0, started + (batch + 1) * interval - performance.now()));
  }
  await Promise.all(waiting);
  poster.close();
}

/** Of one viewer of the dashboard, at 100 events a second. @returns p50 and p99 in ms */
export async function liveLatency(server, seconds) {
  const one = await viewers(`${server.url}/events`, 1, 'gzip');
  await load(server.url, 100, 1);
  one.start();
  await load(server.url, 100, seconds);
  return one.stop();
}
