/** Many people who all look at something else: one live view for each choice. */
import { benchDatabases } from '../support/bench-database.mjs';
import { httpRate } from '../support/http-rate.mjs';
import { load, measureViewers } from '../support/live-latency.mjs';
import { median } from '../support/statistics.mjs';
import { startPanels } from './start-panels.mjs';
import { watch } from './watch.mjs';

const COUNTS = [1, 20, 200];
const EVENTS = 20_000;
const ROUNDS = 3;

export async function measureViewKeys() {
  const rows = [];
  for (const count of COUNTS) rows.push(await measureOne(count));
  const [[, alone]] = rows;
  return {
    title: 'Different choices of filters at once',
    note: `Each choice has a viewer of its own and sees every event; the limit is 200. Thirteen panels. Ingest: batches of 1,000 over 4 connections, median of ${ROUNDS} rounds. While it goes on, the hub falls behind with many choices, and catches up afterwards. Latency, before that, of one more viewer at 100 events a second. Anchor: one choice.`,
    head: ['choices', 'events/s', 'of one', 'CPU µs/event', 'p50 / p99 ms', 'RSS MB'],
    rows: rows.map(([choices, rate, ...rest]) => [
      choices,
      Math.round(rate).toLocaleString('en'),
      `${Math.round((rate / alone) * 100)} %`,
      ...rest,
    ]),
  };
}

async function measureOne(count) {
  const databases = await benchDatabases('keys');
  try {
    const server = await startPanels(databases.urls[0], {});
    const leave = [];
    // The page without choices is folded in any case.
    for (let index = 1; index < count; index++)
      leave.push(await watch(`${server.url}/events?type=tool:*,other:n${index}`));
    const work = (seconds) => load(server.url, 100, seconds);
    const { p50, p99 } = await measureViewers(server, '/events', 1, work, { seconds: 8 });
    await httpRate(server.url, 1_000, EVENTS, 4);
    const [rates, cpu] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      const before = server.cpuMs();
      rates.push(await httpRate(server.url, 1_000, EVENTS, 4));
      cpu.push(((server.cpuMs() - before) * 1_000) / EVENTS);
    }
    const rss = server.rssMb();
    for (const one of leave) one();
    await server.stop();
    return [count, median(rates), median(cpu).toFixed(1), `${p50} / ${p99}`, Math.round(rss)];
  } finally {
    await databases.stop();
  }
}
