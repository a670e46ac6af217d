import type { EventDraft } from '@binnacle/events';
import type { Filter, IngestFilterDefinition } from '@binnacle/plugin-kit';
import type { PluginFailures } from './plugin-failures.js';

type IngestStage = Extract<Filter, { definition: IngestFilterDefinition }>;

/** Runs every ingest filter in order over each event. A filter that throws never loses or refuses an event. */
export class IngestFilters {
  private readonly stages: readonly IngestStage[];

  constructor(
    filters: readonly Filter[],
    private readonly failures: PluginFailures,
  ) {
    this.stages = filters
      .filter((filter): filter is IngestStage => filter.definition.stage === 'ingest')
      .sort((a, b) => (a.definition.order ?? 100) - (b.definition.order ?? 100));
  }

  /** The filtered event, or null when a filter dropped it. */
  apply(event: EventDraft): EventDraft | null {
    let current: EventDraft | null = event;
    for (const stage of this.stages) {
      current = this.applyOne(stage, current);
      if (current === null) return null;
    }
    return current;
  }

  private applyOne({ definition, apply }: IngestStage, event: EventDraft): EventDraft | null {
    try {
      const filtered = apply(event);
      // The envelope is what idempotency, order and isolation rest on: a filter changes what an event says, not whose it is.
      if (filtered === null || filtered === event) return filtered;
      return { ...filtered, id: event.id, project: event.project, receivedAt: event.receivedAt };
    } catch (error) {
      this.failures.record(`filter:${definition.id}`, error);
      return definition.onError === 'withhold' ? { ...event, payload: { withheld_by: definition.id } } : event;
    }
  }
}
