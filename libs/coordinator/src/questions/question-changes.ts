import type { EventDraft } from '@binnacle/events';
import { AcceptService } from '@binnacle/ingest';
import { type ArchiveTransaction, EventArchive } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';

export interface Change<T> {
  readonly events: readonly EventDraft[];
  readonly value: T;
}

/** Changes of questions, each in one commit with the events that tell of it. */
@Injectable()
export class QuestionChanges {
  constructor(
    private readonly archive: EventArchive,
    private readonly acceptance: AcceptService,
  ) {}

  /**
   * @param change may run again when a group commit is retried: no effect outside the transaction
   * @throws what `change` throws, and LifecycleError as `EventArchive.transact`
   */
  async run<T>(change: (transaction: ArchiveTransaction) => Promise<Change<T>>): Promise<T> {
    const { value } = await this.archive.transact({
      prepare: async (transaction) => {
        const { events, value: result } = await change(transaction);
        return { events: events.map((event) => this.acceptance.filtered(event)), value: result };
      },
    });
    return value;
  }
}
