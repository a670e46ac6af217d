/** Pages of events: the first and the thousandth of every documented filter. */
import { startChild } from '../support/bench-server.mjs';
import { summary } from '../support/statistics.mjs';
import { encoded, QUERIES } from './queries.mjs';

const ROUNDS = 30;
const DEEP = 100_000;

async function timed(work) {
  const times = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return summary(times);
}

const taken = async (address) => (await fetch(address)).arrayBuffer();
const cursorAt = (seq) => Buffer.from(`desc:${seq}`).toString('base64url');

/** @returns rows of the table, and the parameters of the slowest */
export async function measurePages(server, client, url) {
  const bare = await startChild(
    new URL('bare-query.mjs', import.meta.url).pathname,
    { DATABASE_URL: url },
    /ready: (\S+)/,
  );
  const measured = [];
  const measure = async (name, parameters, where) => {
    const address = `${server.url}/api/v1/events?${parameters}`;
    const answer = await fetch(address);
    const body = await answer.json();
    if (!answer.ok) return measured.push({ name, cells: [answer.status, body.code, '', '', ''], p95: 0 });
    const sql = `SELECT * FROM events WHERE project = 'default' AND ${where} ORDER BY seq DESC LIMIT 101`;
    const byHand = `${bare.url}/?sql=${encodeURIComponent(sql)}`;
    // One after the other in turn, so that both meet the same noise.
    for (let warm = 0; warm < 3; warm++) await taken(address).then(() => taken(byHand));
    const ours = await timed(() => taken(address));
    const theirs = await timed(() => taken(byHand));
    const times = [ours.p50, ours.p95, theirs.p50, theirs.p95].map((value) => value.toFixed(1));
    return measured.push({
      name,
      parameters,
      cells: [body.data.length, ...times, `${(ours.p50 / theirs.p50).toFixed(1)}×`],
      p95: ours.p95,
    });
  };
  try {
    for (const [, parameters] of QUERIES) await taken(`${server.url}/api/v1/events?${encoded(parameters)}`);
    for (const [name, parameters, where] of QUERIES) await measure(name, encoded(parameters), where);
    for (const [name, parameters, where] of QUERIES) {
      const { rows } = await client.query(
        `SELECT seq FROM events WHERE project = 'default' AND ${where} ORDER BY seq DESC OFFSET ${DEEP - 101} LIMIT 1`,
      );
      const [last] = rows;
      if (!last) continue;
      const deep = [encoded(parameters), `cursor=${cursorAt(last.seq)}`].filter(Boolean).join('&');
      await measure(`${name}, page 1,000`, deep, `${where} AND seq < ${last.seq}`);
    }
  } finally {
    await bare.stop();
  }
  const slowest = measured.reduce((worst, one) => (one.p95 > worst.p95 ? one : worst));
  return { measured, slowest };
}
