import { BinnacleError, DEFAULT_PROJECT, MAX_REFERENCE_CHARS } from '@binnacle/events';
import { type EntityQuery, type EntitySummary, EventStatistics } from '@binnacle/persistence';
import type { EntityInfo, EntityKind } from '@binnacle/plugin-kit';
import { Injectable } from '@nestjs/common';

/** Agents, sessions and graphs as pages and plugins see them. */
@Injectable()
export class EntityFinder {
  constructor(private readonly statistics: EventStatistics) {}

  /** The last active first. */
  async list(query: Omit<EntityQuery, 'project'>): Promise<(EntityInfo & { readonly lastSeq: bigint })[]> {
    const found = await this.statistics.entities({ ...query, project: DEFAULT_PROJECT });
    return found.map((entity) => ({ ...infoOf(query.kind, entity), lastSeq: entity.lastSeq }));
  }

  /** @throws BinnacleError `entity_not_found` */
  async find(kind: EntityKind, id: string): Promise<EntityInfo> {
    const known = id.length <= MAX_REFERENCE_CHARS && !id.includes('\0');
    const [found] = known ? await this.list({ kind, id, limit: 1 }) : [];
    if (found) return found;
    throw new BinnacleError('entity_not_found', `no ${kind} has the id ${JSON.stringify(id.slice(0, 128))}`);
  }
}

const infoOf = (kind: EntityKind, entity: EntitySummary): EntityInfo => ({
  kind,
  id: entity.id,
  project: DEFAULT_PROJECT,
  state: entity.state,
  firstSeen: entity.firstSeen.toISOString(),
  lastSeen: entity.lastSeen.toISOString(),
  events: Number(entity.events),
  errors: Number(entity.errors),
  openQuestions: Number(entity.openQuestions),
  inputTokens: entity.inputTokens === null ? null : Number(entity.inputTokens),
  outputTokens: entity.outputTokens === null ? null : Number(entity.outputTokens),
  costUsd: entity.costUsd,
  agentId: entity.agentId,
});
