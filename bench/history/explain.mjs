/** What Postgres does for one query of REST. */
import { readSelection } from '../../dist/libs/dashboard/src/history/event-query.js';
import { readStatement } from '../../dist/libs/persistence/src/archive/read-sql.js';
import { timeRanges } from '../../dist/libs/persistence/src/archive/time-ranges.js';
import { PrismaService } from '../../dist/libs/persistence/src/index.js';

export async function explain(client, url, parameters) {
  const { cursor, ...given } = Object.fromEntries(new URLSearchParams(parameters));
  const database = new PrismaService(url, { poolSize: 1 });
  const selection = readSelection(given, []);
  const before = cursor && BigInt(Buffer.from(cursor, 'base64url').toString().split(':')[1]);
  const ranges = await timeRanges(database, selection);
  await database.$disconnect();
  const { text, values } = readStatement(
    { ...selection, order: 'desc', limit: 101, ...(before && { before }) },
    ranges,
  );
  const { rows } = await client.query(
    `EXPLAIN (ANALYZE, BUFFERS, SUMMARY) ${text}`,
    values.map((value) => (typeof value === 'bigint' ? value.toString() : value)),
  );
  const lines = rows.map((row) => row['QUERY PLAN']);
  const planned = lines.findIndex((line) => line.startsWith('Planning'));
  // A plan over 30 days repeats itself: its beginning, and what it cost.
  return [...lines.slice(0, Math.min(24, planned)), '…', ...lines.slice(planned)].join('\n');
}
