import { type EventDraft, parseEvent } from '@binnacle/events';
import { type Filter, type FilterMode, type OptionValues, readOptions } from '@binnacle/plugin-kit';
import type { PartHealth } from './part-health.js';
import type { PartSettings } from './part-settings.js';
import type { PluginHealth } from './plugin-health.js';
import { synchronous } from './synchronous.js';

export type IngestPart = Extract<Filter, { definition: { stage: 'ingest' } }>;

/** One filter with its options, ready to run. */
interface Stage {
  readonly source: string;
  readonly filter: IngestPart;
  readonly options: OptionValues;
  readonly part: PartHealth;
}

/** Runs every ingest filter in order over each event. A filter that throws never loses or refuses an event. */
export class IngestFilters {
  private readonly stages: readonly Stage[];

  /** @throws BinnacleError `invalid_options` */
  constructor(
    filters: readonly Filter[],
    private readonly health: PluginHealth,
    private readonly settings: PartSettings,
  ) {
    this.stages = filters
      .filter((filter): filter is IngestPart => filter.definition.stage === 'ingest')
      .sort((a, b) => (a.definition.order ?? 100) - (b.definition.order ?? 100))
      .map((filter) => {
        const source = `filter:${filter.definition.id}`;
        const options = readOptions(filter.definition.options ?? {}, settings.options(source), source);
        return { source, filter, options, part: health.of(source) };
      });
  }

  /** The filtered event, or null when a filter dropped it. */
  apply(event: EventDraft): EventDraft | null {
    let current: EventDraft | null = event;
    for (const stage of this.stages) {
      const mode = this.modeOf(stage);
      if (mode === 'off') continue;
      const filtered = this.applyOne(stage, current);
      if (filtered === null) stage.part.outcomes.dropped++;
      else if (filtered !== current) stage.part.outcomes.changed++;
      if (mode === 'dry-run') continue;
      if (filtered === null) return null;
      current = filtered;
    }
    return current;
  }

  /** Only those that keep something out of the archive, for an event that has to wait before all filters see it. */
  withheld(event: EventDraft): EventDraft {
    const keepers = this.stages.filter(
      (stage) => stage.filter.definition.onError === 'withhold' && this.modeOf(stage) === 'on',
    );
    return keepers.reduce((current, stage) => this.applyOne(stage, current) ?? current, event);
  }

  modeOf({ source, filter }: Pick<Stage, 'source' | 'filter'>): FilterMode {
    return this.settings.mode(source) ?? filter.definition.mode ?? 'on';
  }

  /** One that is switched off does what it does when it throws: a filter that keeps secrets out goes on keeping them out. */
  private applyOne({ source, filter, options, part }: Stage, event: EventDraft): EventDraft | null {
    const { id, onError } = filter.definition;
    const refused = () => (onError === 'withhold' ? { ...event, payload: { withheld_by: id } } : event);
    if (part.off) return refused();
    const start = performance.now();
    try {
      const filtered = synchronous(filter.apply(event, options));
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
