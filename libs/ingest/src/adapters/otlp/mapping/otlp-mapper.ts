import { identityOf, type OtlpRecord } from '@binnacle/events';
import { PluginRegistry } from '@binnacle/registry';
import { Injectable } from '@nestjs/common';
import { AcceptService } from '../../../accept.service.js';
import { ownedEvent, type Unowned, unownedEvent } from './event-of-mapped.js';
import { rawRecord } from './raw-record.js';

export interface MappedOutcome {
  /** Records that can't be kept; the rest is. */
  readonly rejected: number;
  /** Why, for the client's log; empty when nothing was rejected. */
  readonly message: string;
  /** Events stored now. */
  readonly accepted: number;
  readonly duplicates: number;
  readonly filtered: number;
}

/** OpenTelemetry records as events, by the mappings of plugins. It returns after the commit. */
@Injectable()
export class OtlpMapper {
  constructor(
    private readonly acceptance: AcceptService,
    private readonly registry: PluginRegistry,
  ) {}

  /** @throws LifecycleError as {@link AcceptService.accept}: nothing was taken, send the same again */
  async accept(records: readonly OtlpRecord[], project: string): Promise<MappedOutcome> {
    const events = records.flatMap((record) => {
      const { unowned, sessionId, agentId } = this.read(record);
      const service = record.resource['service.name'];
      const owner = { sessionId, agentId: agentId ?? (typeof service === 'string' ? service : undefined) };
      return unowned.map((part) => ownedEvent(part, owner));
    });
    const { rejected, accepted, duplicates, filtered } = await this.acceptance.accept(events, { project });
    return { rejected: rejected.length, message: rejected[0]?.detail ?? '', accepted, duplicates, filtered };
  }

  private read(record: OtlpRecord): { unowned: Unowned[]; sessionId?: string; agentId?: string } {
    const mapped = this.registry.mappings.read(record);
    if (!mapped && record.signal === 'metric') return { unowned: [] };
    const { events, ...owner } = mapped ?? { events: [rawRecord(record)], ...identityOf(record.attributes) };
    return { unowned: events.map((part, index) => unownedEvent(record, part, index)), ...owner };
  }
}
