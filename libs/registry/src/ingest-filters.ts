import { type EventDraft, parseEvent } from '@binnacle/events';
import type { Filter, IngestFilterDefinition } from '@binnacle/plugin-kit';
import type { PluginHealth } from './plugin-health.js';
import { synchronous } from './synchronous.js';

type IngestStage = Extract<Filter, { definition: IngestFilterDefinition }>;

/** Runs every ingest filter in order over each event. A filter that throws never loses or refuses an event. */
export class IngestFilters {
  private readonly stages: readonly IngestStage[];

  constructor(
    filters: readonly Filter[],
    private readonly health: PluginHealth,
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

  /** One that is switched off does what it does when it throws: a filter that keeps secrets out goes on keeping them out. */
  private applyOne({ definition, apply }: IngestStage, event: EventDraft): EventDraft | null {
    const source = `filter:${definition.id}`;
    const part = this.health.of(source);
    const refused = () =>
      definition.onError === 'withhold' ? { ...event, payload: { withheld_by: definition.id } } : event;
    if (part.off) return refused();
    const start = performance.now();
    try {
      const filtered = synchronous(apply(event));
      return filtered === null || filtered === event ? filtered : checked(filtered, event);
    } catch (error) {
      this.health.record(source, error);
      return refused();
    } finally {
      part.tookForEvent(performance.now() - start);
    }
  }
}

/**
 * A filter's copy, held to what a client's event is held to: one that is no event would be refused by the database, with all
 * others of its group. A filter changes what an event says, not whose it is: the envelope that idempotency, order and
 * isolation rest on stays.
 */
const checked = (filtered: EventDraft, { id, project, receivedAt }: EventDraft): EventDraft =>
  parseEvent(
    {
      id,
      type: filtered.type,
      timestamp: filtered.timestamp,
      agent_id: filtered.agentId,
      graph_id: filtered.graphId,
      node_id: filtered.nodeId,
      session_id: filtered.sessionId,
      parent_id: filtered.parentId,
      payload: filtered.payload,
    },
    { project, receivedAt },
  );
