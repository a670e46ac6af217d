/** What a panel costs an event: the same ingest with few and with many panels. */
import { agentRuns } from '../support/agent-runs.mjs';
import { benchDatabases } from '../support/bench-database.mjs';
import { httpRate } from '../support/http-rate.mjs';
import { median } from '../support/statistics.mjs';
import { startPanels } from './start-panels.mjs';
import { watch } from './watch.mjs';

const CASES = [
  { name: '5', panels: 5 },
  { name: '20', panels: 20 },
  { name: '50', panels: 50 },
  { name: '50 that look at one type', panels: 50, kind: 'screens' },
];
/** There and back, so that a slow drift of the machine meets all of them. */
const ORDER = [...CASES, ...CASES.toReversed()];
const EVENTS = 40_000;
const ROUNDS = 3;

export async function measurePerEvent() {
  return {
    title: 'Cost per event with 5, 20 and 50 panels',
    note: `Runs of agents in batches of 1,000 over 4 connections, ${EVENTS.toLocaleString('en')} events a round, median of ${2 * ROUNDS} rounds. The panels are the delivered ones, several times each; one in four events is of the one type. CPU is the server’s, of everything: parse, commit, fold, and, watched, render and send. Anchor: five panels.`,
    head: ['panels', 'events/s', 'of 5 panels', 'CPU µs/event', 'µs per panel more'],
    rows: [...(await measureAll('nobody watches', false)), ...(await measureAll('one viewer of all', true))],
  };
}

async function measureAll(name, watched) {
  const found = new Map(CASES.map((one) => [one, { rates: [], cpu: [] }]));
  for (const one of ORDER) await measureOne(one, watched, found.get(one));
  const [few] = CASES;
  const less = found.get(few);
  return CASES.map((one) => {
    const { rates, cpu } = found.get(one);
    const more = (median(cpu) - median(less.cpu)) / (one.panels - few.panels);
    return [
      `${one.name}, ${name}`,
      Math.round(median(rates)).toLocaleString('en'),
      `${Math.round((median(rates) / median(less.rates)) * 100)} %`,
      median(cpu).toFixed(1),
      one === few ? '' : more.toFixed(2),
    ];
  });
}

async function measureOne({ panels, kind = 'delivered' }, watched, { rates, cpu }) {
  const databases = await benchDatabases('panels');
  try {
    const server = await startPanels(databases.urls[0], { PANELS: String(panels), PANEL_KIND: kind });
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
