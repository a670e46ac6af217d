import { BinnacleError } from '@binnacle/events';
import type pg from 'pg';
import { floorOf } from '../partitions/arrival-day.js';
import { dayOfTable, projectTable } from '../partitions/partition.js';

export interface RestoredArchive {
  readonly events: number;
  readonly lastSeq: bigint;
}

/**
 * The archive keeps books twice: every event of a day on disk has its row in `event_ids`, and no `seq` is above the head. Both
 * are counted, so a row that did not arrive is noticed.
 *
 * @throws BinnacleError `restore_failed`
 */
export async function verifyRestored(session: pg.Client): Promise<RestoredArchive> {
  const { rows: projects } = await session.query<{ project: string; number: number }>('SELECT * FROM projects');
  let events = 0;
  for (const { project, number } of projects) {
    const floor = await floorOfOldestDay(session, number);
    if (floor === undefined) continue;
    const stored = await count(session, 'SELECT count(*) FROM events WHERE project = $1', [project]);
    const ids = await count(session, 'SELECT count(*) FROM event_ids WHERE project = $1 AND seq > $2', [
      project,
      floor,
    ]);
    if (stored !== ids) throw failed(`project ${project} has ${stored} events but ${ids} ids`);
    events += stored;
  }
  const { rows } = await session.query<{ last_seq: string; highest: string }>(
    `SELECT last_seq, greatest((SELECT max(seq) FROM events), (SELECT max(seq) FROM event_ids), 0) AS highest
     FROM archive_head`,
  );
  const [head] = rows;
  if (!head || BigInt(head.last_seq) < BigInt(head.highest)) {
    throw failed(`the head is ${head?.last_seq ?? 'missing'}, but there is an event ${head?.highest ?? ''}`);
  }
  return { events, lastSeq: BigInt(head.last_seq) };
}

/** Ids below it may be there without their event: of dropped days, not forgotten yet. Undefined when the project has no day. */
async function floorOfOldestDay(session: pg.Client, project: number): Promise<bigint | undefined> {
  const { rows } = await session.query<{ name: string }>(
    'SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = to_regclass($1)',
    [projectTable(project)],
  );
  const days = rows.flatMap(({ name }) => dayOfTable(name) ?? []);
  return days.length > 0 ? floorOf(Math.min(...days)) : undefined;
}

async function count(session: pg.Client, sql: string, values: readonly unknown[]): Promise<number> {
  const { rows } = await session.query<{ count: string }>(sql, [...values]);
  return Number(rows[0]?.count);
}

const failed = (what: string) =>
  new BinnacleError('restore_failed', `the restored archive contradicts itself: ${what}`);
