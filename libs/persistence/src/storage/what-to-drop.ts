import type { Day } from '../partitions/arrival-day.js';
import type { StoredDay } from './stored-days.js';

export interface StorageLimits {
  /** Days of a project are kept this long after they end; undefined = for ever. */
  readonly retentionDays: (project: string) => number | undefined;
  /** Bytes of the whole database; undefined = no budget. */
  readonly maxBytes: number | undefined;
}

export type DropReason = 'interrupted' | 'retention' | 'disk';

export interface Drop {
  readonly stored: StoredDay;
  readonly reason: DropReason;
}

/**
 * What has to go now: what an earlier run left half done, what is past its retention, and then the oldest days until the rest
 * is within the budget. Today is never dropped, and neither is tomorrow.
 */
export function whatToDrop(days: readonly StoredDay[], today: Day, usedBytes: number, limits: StorageLimits): Drop[] {
  const drops: Drop[] = [];
  let used = usedBytes;
  const drop = (stored: StoredDay, reason: DropReason) => {
    drops.push({ stored, reason });
    used -= stored.bytes;
  };
  for (const stored of days) {
    if (stored.detaching) drop(stored, 'interrupted');
    else if (stored.day < today && isPast(stored, today, limits)) drop(stored, 'retention');
  }
  for (const stored of days) {
    if (limits.maxBytes === undefined || used <= limits.maxBytes) break;
    if (stored.day < today && stored.rows > 0 && !drops.some((one) => one.stored === stored)) drop(stored, 'disk');
  }
  return drops;
}

const isPast = ({ project, day }: StoredDay, today: Day, { retentionDays }: StorageLimits): boolean =>
  today - day > (retentionDays(project) ?? Number.POSITIVE_INFINITY);
