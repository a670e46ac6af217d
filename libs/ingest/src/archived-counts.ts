import type { EventDraft } from '@binnacle/events';
import type { ArchiveTransaction } from '@binnacle/persistence';

/** What becomes of events that are about to be stored. */
export interface ArchivedCounts {
  readonly accepted: number;
  /** Known already. */
  readonly duplicates: number;
}

/** As the transaction sees it: what somebody else stores at this very moment is counted by both. */
export async function countsOf(
  transaction: ArchiveTransaction,
  project: string,
  events: readonly EventDraft[],
): Promise<ArchivedCounts> {
  const ids = [...new Set(events.map(({ id }) => id))];
  const known = await transaction.eventId.count({ where: { project, id: { in: ids } } });
  const accepted = ids.length - known;
  return { accepted, duplicates: events.length - accepted };
}
