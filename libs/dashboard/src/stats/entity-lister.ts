import { BinnacleError, MAX_REFERENCE_CHARS } from '@binnacle/events';
import { refuseUnknown } from '@binnacle/http';
import { ENTITY_STATES, type EntityKind, type EntitySummary, EventStatistics } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { decodeCursor, encodeCursor } from '../history/cursor.js';
import { invalid, type QueryParameters, readLimit, single } from '../history/event-query.js';

export interface WireEntity {
  readonly id: string;
  readonly state: string;
  readonly agent_id: string | null;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly last_seq: string;
  readonly events: number;
  readonly errors: number;
  readonly open_questions: number;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly cost_usd: number | null;
  readonly unpriced: number;
}

export interface EntityPage {
  readonly data: readonly WireEntity[];
  readonly next_cursor: string | null;
  readonly has_more: boolean;
}

/** Lists of agents, sessions and graphs: what had an event last comes first. */
@Injectable()
export class EntityLister {
  constructor(private readonly statistics: EventStatistics) {}

  /** One that has an event while you page moves to the front: the next page has no gap, and a new first page has it. */
  async list(project: string, kind: EntityKind, parameters: QueryParameters): Promise<EntityPage> {
    const own = kind === 'agent' ? [] : ['agent_id'];
    refuseUnknown(parameters, ['state', 'limit', 'cursor', ...own]);
    const limit = readLimit(parameters);
    const cursor = single(parameters, 'cursor');
    const text = single(parameters, 'state');
    const state = ENTITY_STATES.find((one) => one === text);
    if (text !== undefined && !state) throw invalid('state', `must be one of ${ENTITY_STATES.join(', ')}`);
    const found = await this.statistics.entities({
      project,
      kind,
      state,
      agentId: idOf('agent_id', single(parameters, 'agent_id')),
      before: cursor === undefined ? undefined : decodeCursor(cursor, 'desc').seq,
      limit: limit + 1,
    });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const next = found.length > limit && last ? encodeCursor('desc', last.lastSeq) : null;
    return { data: page.map(wire), next_cursor: next, has_more: next !== null };
  }

  /** @throws BinnacleError `entity_not_found` */
  async one(project: string, kind: EntityKind, id: string): Promise<WireEntity> {
    const known = id.length <= MAX_REFERENCE_CHARS && !id.includes('\0');
    const [found] = known ? await this.statistics.entities({ project, kind, id, limit: 1 }) : [];
    if (!found)
      throw new BinnacleError('entity_not_found', `no ${kind} has the id ${JSON.stringify(id.slice(0, 128))}`);
    return wire(found);
  }
}

function idOf(name: string, value: string | undefined): string | undefined {
  if (value !== undefined && (value.length > MAX_REFERENCE_CHARS || value.includes('\0'))) {
    throw invalid(name, `must be a text of at most ${MAX_REFERENCE_CHARS} characters`);
  }
  return value;
}

const count = (value: bigint | null): number | null => (value === null ? null : Number(value));

const wire = (entity: EntitySummary): WireEntity => ({
  id: entity.id,
  state: entity.state,
  agent_id: entity.agentId,
  first_seen: entity.firstSeen.toISOString(),
  last_seen: entity.lastSeen.toISOString(),
  last_seq: entity.lastSeq.toString(),
  events: Number(entity.events),
  errors: Number(entity.errors),
  open_questions: Number(entity.openQuestions),
  input_tokens: count(entity.inputTokens),
  output_tokens: count(entity.outputTokens),
  cost_usd: entity.costUsd,
  unpriced: Number(entity.unpriced),
});
