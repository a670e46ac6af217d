import { BinnacleError, MAX_REFERENCE_CHARS } from '@binnacle/events';
import { type EntityQuery, type EntitySummary, EventStatistics } from '@binnacle/persistence';
import type { EntityInfo, EntityKind } from '@binnacle/plugin-kit';
import { Injectable } from '@nestjs/common';

/** Agents, sessions and graphs as pages and plugins see them. */
@Injectable()
export class EntityFinder {
  constructor(private readonly statistics: EventStatistics) {}

  /** The last active first. */
  async list(query: EntityQuery): Promise<(EntityInfo & { readonly lastSeq: bigint })[]> {
    const found = await this.statistics.entities(query);
    return found.map((entity) => ({ ...infoOf(query, entity), lastSeq: entity.lastSeq }));
  }

  /** @throws BinnacleError `entity_not_found` */
  async find(project: string, kind: EntityKind, id: string): Promise<EntityInfo> {
    const known = id.length <= MAX_REFERENCE_CHARS && !id.includes('\0');
    const [found] = known ? await this.list({ project, kind, id, limit: 1 }) : [];
    if (found) return found;
    throw new BinnacleError('entity_not_found', `no ${kind} has the id ${JSON.stringify(id.slice(0, 128))}`);
  }
}

const infoOf = ({ project, kind }: EntityQuery, entity: EntitySummary): EntityInfo => ({
  kind,
  id: entity.id,
  project,
  state: entity.state,
  firstSeen: entity.firstSeen.toISOString(),
  lastSeen: entity.lastSeen.toISOString(),
  events: Number(entity.events),
  errors: Number(entity.errors),
  openQuestions: Number(entity.openQuestions),
  inputTokens: entity.inputTokens === null ? null : Number(entity.inputTokens),
  outputTokens: entity.outputTokens === null ? null : Number(entity.outputTokens),
  costUsd: entity.costUsd,
  unpriced: Number(entity.unpriced),
  agentId: entity.agentId,
});
