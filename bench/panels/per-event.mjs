/** What a panel costs an event: the same ingest with few and with many panels, watched. */
import { agentRuns } from '../support/agent-runs.mjs';
import { benchDatabases } from '../support/bench-database.mjs';
import { httpRate } from '../support/http-rate.mjs';
import { viewers } from '../support/live-latency.mjs';
import { median } from '../support/statistics.mjs';
import { startPanels } from './start-panels.mjs';

const COUNTS = [5, 20, 50];
const EVENTS = 30_000;
const ROUNDS = 5;
/** The same runs for each, one event after the other. */
const runsFrom = (start) => {
  const runs = agentRuns(Number.POSITIVE_INFINITY, (index) => start + index * 2);
  return () => runs.next().value;
};

export async function measurePerEvent() {
  const databases = await benchDatabases(...COUNTS.map((count) => `panels_${count}`));
  const servers = [];
  try {
    for (const [index, count] of COUNTS.entries()) {
      const server = await startPanels(databases.urls[index], { PANELS: String(count) });
      const crowd = await viewers(`${server.url}/events`, 1, 'gzip');
      const next = runsFrom(Date.now());
      await httpRate(server.url, 1_000, 20_000, 4, next);
      servers.push({ count, server, crowd, next, rates: [], cpu: [] });
    }
    // In turn, so that a noisy minute meets all of them.
    for (let round = 0; round < ROUNDS; round++) {
      for (const { server, next, rates, cpu } of servers) {
        const before = server.cpuMs();
        rates.push(await httpRate(server.url, 1_000, EVENTS, 4, next));
        cpu.push(((server.cpuMs() - before) * 1_000) / EVENTS);
      }
    }
    for (const { server, crowd } of servers) {
      await crowd.stop();
      await server.stop();
    }
  } finally {
    await databases.stop();
  }
  const few = servers[0];
  return {
    title: 'Cost per event with 5, 20 and 50 panels',
    note: `Batches of 1,000 over 4 connections, ${EVENTS.toLocaleString('en')} events, one viewer with all panels on the screen; median of ${ROUNDS} rounds in turn. CPU is the server’s, of everything: parse, commit, fold, render, send. Anchor: five panels.`,
    head: ['panels', 'events/s', 'of 5 panels', 'CPU µs/event', 'of 5 panels'],
    rows: servers.map(({ count, rates, cpu }) => [
      count,
      Math.round(median(rates)).toLocaleString('en'),
      `${Math.round((median(rates) / median(few.rates)) * 100)} %`,
      median(cpu).toFixed(1),
      `${(median(cpu) / median(few.cpu)).toFixed(2)}×`,
    ]),
  };
}
