/** What a panel that misbehaves costs everyone else. */
import { benchDatabases } from '../support/bench-database.mjs';
import { httpRate } from '../support/http-rate.mjs';
import { load, measureViewers } from '../support/live-latency.mjs';
import { hostilePanels } from './hostile-panels.mjs';
import { startPanels } from './start-panels.mjs';

const EVENTS = 40_000;
const ROUNDS = 3;

export async function measureHostile() {
  const rows = [];
  for (const name of ['', ...Object.keys(hostilePanels)]) rows.push(await measureOne(name));
  const [[, first, best]] = rows;
  const of = (rate, all) => `${Math.round(rate).toLocaleString('en')} (${Math.round((rate / all) * 100)} %)`;
  return {
    title: 'Beside a panel that misbehaves',
    note: `At every event, beside the thirteen delivered panels, watched by one viewer. The first ${EVENTS.toLocaleString('en')} events meet it while it is not yet switched off. Latency of the other panels at 100 events a second. Anchor: without it.`,
    head: [
      'the panel',
      'first events/s',
      'events/s then',
      'p50 / p99 ms of the others',
      'RSS MB',
      'switched off because',
    ],
    rows: rows.map(([name, a, b, ...rest]) => [name, of(a, first), of(b, best), ...rest]),
  };
}

async function measureOne(name) {
  const databases = await benchDatabases('hostile');
  try {
    const server = await startPanels(databases.urls[0], { PANEL_KIND: 'hostile', HOSTILE: name, LOG_LEVEL: 'silent' });
    const work = (seconds) => load(server.url, 100, seconds);
    const first = await httpRate(server.url, 1_000, EVENTS, 4);
    const rates = [];
    for (let round = 0; round < ROUNDS; round++) rates.push(await httpRate(server.url, 1_000, EVENTS, 4));
    const { p50, p99, rss } = await measureViewers(server, '/events', 1, work, { seconds: 8 });
    const { data } = await (await fetch(`${server.url}/api/v1/plugins`)).json();
    const reasons = data.flatMap(({ parts }) => parts.flatMap(({ off }) => (off ? [off.reason] : [])));
    await server.stop();
    return [name || 'none', first, Math.max(...rates), `${p50} / ${p99}`, Math.round(rss), reasons.join('; ') || '–'];
  } finally {
    await databases.stop();
  }
}
