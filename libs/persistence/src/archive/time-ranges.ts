/**
 * A query by time, as ranges of `seq`. Partitions are days of arrival and say nothing of timestamps; but the times of a closed
 * day are known (storage/close-day.ts), and the open ones are a look into an index. Without this a page of a
 * past day would read every day since.
 */
import { floorOf } from '../partitions/arrival-day.js';
import type { PrismaService } from '../prisma.service.js';
import type { EventSelection } from '../stitch/matches-query.js';

/** `after` < seq ≤ `to`; no `to` is up to the newest. */
export interface SeqRange {
  readonly after: bigint;
  readonly to?: bigint;
}

/** With more the plan would cost more than it saves: then one range from the first to the last. */
const MAX_RANGES = 12;

interface ClosedDay {
  readonly day: number;
  readonly matches: boolean;
}

/** Undefined = no restriction; an empty list = no event can match. */
export async function timeRanges(
  database: PrismaService,
  { project, from, to }: Pick<EventSelection, 'project' | 'from' | 'to'>,
): Promise<readonly SeqRange[] | undefined> {
  if (from === undefined && to === undefined) return undefined;
  const [low, high] = [from ?? '-infinity', to ?? 'infinity'];
  const days = await database.$queryRaw<ClosedDay[]>`
    SELECT day, last_timestamp >= ${low}::timestamptz AND first_timestamp < ${high}::timestamptz AS matches
    FROM closed_days WHERE project = ${project} ORDER BY day`;
  const open = floorOf((days.at(-1)?.day ?? -1) + 1);
  const [newest] = await database.$queryRaw<{ matches: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM events WHERE project = ${project} AND seq > ${open}::bigint
      AND timestamp >= ${low}::timestamptz AND timestamp < ${high}::timestamptz) AS matches`;
  const ranges = joined(days);
  if (newest?.matches) {
    const last = ranges.at(-1);
    if (last?.to === open) ranges[ranges.length - 1] = { after: last.after };
    else ranges.push({ after: open });
  }
  const [first, last] = [ranges[0], ranges.at(-1)];
  return first && last && ranges.length > MAX_RANGES ? [{ after: first.after, to: last.to }] : ranges;
}

/** Days that match, neighbours as one range. A day without events of the project is no gap. */
function joined(days: readonly ClosedDay[]): SeqRange[] {
  const ranges: { after: bigint; to: bigint }[] = [];
  let previous: ClosedDay | undefined;
  for (const closed of days) {
    const last = ranges.at(-1);
    if (closed.matches && previous?.matches && last) last.to = floorOf(closed.day + 1);
    else if (closed.matches) ranges.push({ after: floorOf(closed.day), to: floorOf(closed.day + 1) });
    previous = closed;
  }
  return ranges;
}
