import type { EventDraft } from '@binnacle/events';
import type { ArchiveTransaction } from '@binnacle/persistence';

/**
 * Statements that commit beside events of certain types: the coordinator's question rows beside `agent:blocked`.
 *
 * May run again when a group commit is retried, so every effect belongs into `transaction`.
 */
export interface Companion {
  readonly types: ReadonlySet<string>;
  /**
   * Given the accepted events of its types, returns those to archive. One that is left out is a repeat of something known
   * and is counted as a duplicate; one that it adds is archived behind the others.
   */
  beside(transaction: ArchiveTransaction, events: readonly EventDraft[]): Promise<readonly EventDraft[]>;
}
