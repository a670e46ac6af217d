/** Events at a steady rate, and viewers that say how late they see them. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { HttpPoster } from './http-poster.mjs';

export async function viewers(url, count, encoding) {
  const child = fork(new URL('viewers.mjs', import.meta.url).pathname, [url, String(count), encoding]);
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
