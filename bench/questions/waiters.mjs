/** From the answer's POST to the return of one agent's long-poll, while many wait; and what one of them costs. */
import { fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { benchDatabases } from '../support/bench-database.mjs';
import { COLLECTING, startBinnacle } from '../support/bench-server.mjs';
import { json } from '../support/post-json.mjs';
import { summary } from '../support/statistics.mjs';

const COUNTS = process.env.BENCH_WAITERS?.split(',').map(Number) ?? [1, 1_000, 10_000];
const ANSWERS = 200;
/** Come and go before anything is measured: a fresh process grows by what its code needs, too. */
const WARM_UP = 200;
const QUIET_MS = 500;
const QUIET_WITHIN_MS = 15_000;
const AGENTS = new URL('waiting-agents.mjs', import.meta.url);

/** Questions `q-<first>` … `q-<end - 1>` of as many agents. */
async function ask(url, first, end) {
  for (let at = first; at < end; at += 1_000) {
    const events = Array.from({ length: Math.min(1_000, end - at) }, (_, index) => ({
      id: `q-${at + index}`,
      type: 'agent:blocked',
      agent_id: `a-${at + index}`,
      payload: { question: 'Go?', msg_id: `q-${at + index}`, options: ['yes', 'no'] },
    }));
    await json(`${url}/api/v1/events`, events);
  }
}

/** Until the server has nothing to do: everybody waits. Ten thousand who ask again every 55 seconds never leave it quite alone. */
async function quiet(server, collects) {
  await still(server);
  return collects ? server.usedMb() : server.rssMb();
}

async function still(server) {
  const until = performance.now() + QUIET_WITHIN_MS;
  for (let times = 0; times < 2; ) {
    const before = server.cpuMs();
    await delay(QUIET_MS);
    times = server.cpuMs() - before <= QUIET_MS / 10 ? times + 1 : 0;
    if (performance.now() > until) break;
  }
}

async function answer(url, index) {
  await json(`${url}/agent/a-${index}/respond`, { msg_id: `q-${index}`, answer: 'yes' });
}

async function waiting(url, first, end) {
  const agents = fork(AGENTS, [url, String(first), String(end)]);
  const returned = new Map();
  const waiters = new Map();
  const sent = new Promise((resolve) =>
    agents.on('message', (told) => {
      if (told.sent) resolve();
      else if (waiters.has(told.returned)) waiters.get(told.returned)(told.at);
      else returned.set(told.returned, told.at);
    }),
  );
  await sent;
  return {
    returnOf: (index) =>
      returned.has(index) ? returned.get(index) : new Promise((resolve) => waiters.set(index, resolve)),
    stop: () => {
      agents.kill('SIGKILL');
    },
  };
}

async function warmUp(server, first) {
  const end = first + WARM_UP;
  await ask(server.url, first, end);
  const agents = await waiting(server.url, first, end);
  for (let index = first; index < end; index++) {
    await answer(server.url, index);
    await agents.returnOf(index);
    await json(`${server.url}/health`);
  }
  agents.stop();
}

/** @param collects memory in use is measured, else what is resident: collecting garbage changes that */
async function round(count, collects) {
  const databases = await benchDatabases('binnacle');
  const server = await startBinnacle(databases.urls[0], collects ? COLLECTING : {});
  try {
    const rounds = Math.min(ANSWERS, count);
    await warmUp(server, count);
    await ask(server.url, 0, count);
    const before = await quiet(server, collects);
    const agents = await waiting(server.url, 0, count);
    const parked = await quiet(server, collects);
    const waits = [];
    const posts = [];
    const bare = [];
    for (let at = 0; at < rounds; at++) {
      const index = Math.floor((at * count) / rounds);
      const started = performance.timeOrigin + performance.now();
      await answer(server.url, index);
      posts.push(performance.timeOrigin + performance.now() - started);
      waits.push((await agents.returnOf(index)) - started);
      const anchor = performance.now();
      await json(`${server.url}/health`);
      bare.push(performance.now() - anchor);
    }
    agents.stop();
    return {
      waits: summary(waits),
      posts: summary(posts),
      bare: summary(bare),
      kb: ((parked - before) * 1_024) / count,
    };
  } finally {
    await server.stop();
    await databases.stop();
  }
}

export async function benchWaiters() {
  const rows = [];
  for (const count of COUNTS) {
    const runs = [await round(count, false), await round(count, true)];
    const [best] = runs.toSorted((a, b) => a.waits.p99 - b.waits.p99);
    const times = ({ p50, p99 }) => [p50.toFixed(1), p99.toFixed(1)];
    rows.push([
      count.toLocaleString('en'),
      ...times(best.bare),
      ...times(best.posts),
      ...times(best.waits),
      `${(best.waits.p50 / best.bare.p50).toFixed(1)}×`,
      // Of one agent it is noise.
      ...runs.map(({ kb }) => (count < 100 ? '' : kb.toFixed(1))),
    ]);
  }
  return {
    title: 'The same while many agents wait',
    note: `Each waits for an answer of its own on a connection of its own; ${ANSWERS} are answered one after the other, the better of two rounds, after ${WARM_UP} who came and went. Memory is what the whole process grew by, connection included: as the kernel sees it, garbage and room for more included, and in use when garbage is collected.`,
    head: [
      'agents that wait',
      'anchor p50 ms',
      'p99',
      'POST returns p50 ms',
      'p99',
      'wait returns p50 ms',
      'p99',
      'of the anchor',
      'KB per waiter, resident',
      'in use',
    ],
    rows,
  };
}
