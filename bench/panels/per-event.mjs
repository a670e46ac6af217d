/** What a panel costs an event: the same ingest with few and with many panels. */
import { agentRuns } from '../support/agent-runs.mjs';
import { benchDatabases } from '../support/bench-database.mjs';
import { httpRate } from '../support/http-rate.mjs';
import { median } from '../support/statistics.mjs';
import { startPanels } from './start-panels.mjs';
import { watch } from './watch.mjs';

const COUNTS = [5, 20, 50];
/** There and back, so that a slow drift of the machine meets all of them. */
const ORDER = [...COUNTS, ...COUNTS.toReversed()];
const EVENTS = 40_000;
const ROUNDS = 3;

export async function measurePerEvent() {
  return {
    title: 'Cost per event with 5, 20 and 50 panels',
    note: `Runs of agents in batches of 1,000 over 4 connections, ${EVENTS.toLocaleString('en')} events a round, median of ${2 * ROUNDS} rounds. The panels are the delivered ones, several times each. CPU is the server’s, of everything: parse, commit, fold, and, watched, render and send. Anchor: five panels.`,
    head: ['panels', 'events/s', 'of 5 panels', 'CPU µs/event', 'µs per panel more'],
    rows: [...(await measureAll('nobody watches', false)), ...(await measureAll('one viewer of all', true))],
  };
}

async function measureAll(name, watched) {
  const found = new Map(COUNTS.map((count) => [count, { rates: [], cpu: [] }]));
  for (const count of ORDER) await measureOne(count, watched, found.get(count));
  const few = found.get(COUNTS[0]);
  return COUNTS.map((count) => {
    const { rates, cpu } = found.get(count);
    const more = (median(cpu) - median(few.cpu)) / (count - COUNTS[0]);
    return [
      `${count}, ${name}`,
      Math.round(median(rates)).toLocaleString('en'),
      `${Math.round((median(rates) / median(few.rates)) * 100)} %`,
      median(cpu).toFixed(1),
      count === COUNTS[0] ? '' : more.toFixed(2),
    ];
  });
}

async function measureOne(count, watched, { rates, cpu }) {
  const databases = await benchDatabases('panels');
  try {
    const server = await startPanels(databases.urls[0], { PANELS: String(count) });
    const leave = watched ? await watch(`${server.url}/events`) : () => {};
    const start = Date.now();
    const runs = agentRuns(Number.POSITIVE_INFINITY, (index) => start + index * 2);
    const next = () => runs.next().value;
    await httpRate(server.url, 1_000, EVENTS, 4, next);
    for (let round = 0; round < ROUNDS; round++) {
      const before = server.cpuMs();
      rates.push(await httpRate(server.url, 1_000, EVENTS, 4, next));
      cpu.push(((server.cpuMs() - before) * 1_000) / EVENTS);
    }
    leave();
    await server.stop();
  } finally {
    await databases.stop();
  }
}
