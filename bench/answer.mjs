/** From the answer's POST to the return of the agent's long-poll. Lower is better. */
import { setTimeout as delay } from 'node:timers/promises';
import { benchWaiters } from './questions/waiters.mjs';
import { benchDatabases } from './support/bench-database.mjs';
import { startBinnacle } from './support/bench-server.mjs';
import { json } from './support/post-json.mjs';
import { summary } from './support/statistics.mjs';

const QUESTIONS = 300;

export async function benchAnswer() {
  return [await alone(), await benchWaiters()];
}

async function alone() {
  const databases = await benchDatabases('binnacle');
  const server = await startBinnacle(databases.urls[0]);
  try {
    const waits = [];
    const posts = [];
    const bare = [];
    for (let index = 0; index < QUESTIONS; index++) {
      const msgId = `m-${index}`;
      await json(`${server.url}/api/v1/events`, {
        type: 'agent:blocked',
        agent_id: 'a',
        payload: { question: 'Go?', msg_id: msgId },
      });
      const waiting = json(`${server.url}/api/v1/questions/${msgId}?wait=50`).then(() => performance.now());
      // The request must be waiting before the answer is given.
      await delay(15);
      const started = performance.now();
      await json(`${server.url}/agent/a/respond`, { msg_id: msgId, answer: 'yes' });
      posts.push(performance.now() - started);
      waits.push((await waiting) - started);
      const anchor = performance.now();
      await json(`${server.url}/health`);
      bare.push(performance.now() - anchor);
    }
    const row = (name, values) => {
      const { p50, p99 } = summary(values);
      return [name, p50.toFixed(1), p99.toFixed(1), `${(p50 / summary(bare).p50).toFixed(1)}×`];
    };
    return {
      title: 'Answer posted → the agent’s wait returns',
      note: `${QUESTIONS} questions one after the other. Anchor: a GET that reads one row, in the same run.`,
      head: ['', 'p50 ms', 'p99 ms', 'of the anchor'],
      rows: [
        ['GET /health (one row read)', summary(bare).p50.toFixed(1), summary(bare).p99.toFixed(1), '1×'],
        row('answer committed (POST returns)', posts),
        row('long-poll returned', waits),
      ],
    };
  } finally {
    await server.stop();
    await databases.stop();
  }
}
