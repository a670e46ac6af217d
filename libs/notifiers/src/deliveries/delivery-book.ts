import { Prisma, PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import type { Delivery, DeliveryState } from './delivery.js';

/** An attempt ends within ten seconds; past this it is taken for lost with its server, and made again. */
export const LEASE_SECONDS = 30;
const KEPT_DAYS = 30;
/** Rows of the log of one project. */
const KEPT_ROWS = 20_000;
const ERROR_CHARS = 500;

export interface DeliveryFilter {
  readonly project: string;
  readonly state?: DeliveryState;
  readonly channelId?: string;
  readonly ruleId?: string;
  readonly subjectId?: string;
  /** Older than the one with this id. */
  readonly before?: string;
  readonly limit: number;
}

export interface Target {
  readonly project: string;
  readonly channelId: string;
}

const COLUMNS = Prisma.sql`project, id, rule_id AS "ruleId", step, channel_id AS "channelId", event, subject_id AS "subjectId",
  event_id AS "eventId", agent_id AS "agentId", state, due_at AS "dueAt", next_at AS "nextAt", attempts, status, error,
  finished_at AS "finishedAt"`;
const IS_DUE = Prisma.sql`state = 'waiting' AND next_at <= now()`;

/** The statements of the delivery log. Several servers may run them at once: a row is taken by one. */
@Injectable()
export class DeliveryBook {
  constructor(private readonly prisma: PrismaService) {}

  /** The newest first. */
  list({ project, state, channelId, ruleId, subjectId, before, limit }: DeliveryFilter): Promise<Delivery[]> {
    const parts = [Prisma.sql`project = ${project}`];
    if (state) parts.push(Prisma.sql`state = ${state}`);
    if (channelId) parts.push(Prisma.sql`channel_id = ${channelId}`);
    if (ruleId) parts.push(Prisma.sql`rule_id = ${ruleId}`);
    if (subjectId) parts.push(Prisma.sql`subject_id = ${subjectId}`);
    if (before) parts.push(Prisma.sql`id < ${before}`);
    return this.prisma.$queryRaw`
      SELECT ${COLUMNS} FROM notification_deliveries WHERE ${Prisma.join(parts, ' AND ')} ORDER BY id DESC LIMIT ${limit}`;
  }

  /** Channels that have something due. */
  targets(limit: number): Promise<Target[]> {
    return this.prisma.$queryRaw`
      SELECT project, channel_id AS "channelId" FROM notification_deliveries WHERE ${IS_DUE}
      GROUP BY project, channel_id ORDER BY min(next_at) LIMIT ${limit}`;
  }

  /** What is due for a channel, for this server alone until the lease is over. Counts as an attempt. */
  take({ project, channelId }: Target, limit: number): Promise<Delivery[]> {
    return this.prisma.$queryRaw`
      UPDATE notification_deliveries SET attempts = attempts + 1, next_at = now() + make_interval(secs => ${LEASE_SECONDS}::int)
      WHERE project = ${project} AND id IN (
        SELECT id FROM notification_deliveries WHERE project = ${project} AND channel_id = ${channelId} AND ${IS_DUE}
        ORDER BY next_at, id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      RETURNING ${COLUMNS}`;
  }

  async end(
    { project, id }: Delivery,
    state: Exclude<DeliveryState, 'waiting'>,
    outcome: { readonly status?: number | null; readonly error?: string | null } = {},
  ): Promise<void> {
    const { status = null, error = null } = outcome;
    await this.prisma.notificationDelivery.updateMany({
      where: { project, id, state: 'waiting' },
      data: { state, status, error: clean(error), finishedAt: new Date() },
    });
  }

  /** Another attempt comes. Not for one that another server has taken over meanwhile. */
  async postpone(
    { project, id, attempts }: Delivery,
    restMs: number,
    { status = null, error = null, isAttempt = true }: Postponed = {},
  ): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE notification_deliveries SET next_at = now() + make_interval(secs => ${restMs / 1_000}::float8),
        status = ${status}, error = ${clean(error)}, attempts = attempts - ${isAttempt ? 0 : 1}
      WHERE project = ${project} AND id = ${id} AND state = 'waiting' AND attempts = ${attempts}`;
  }

  /** What is over and old, or too much of it. */
  async forget(): Promise<void> {
    await this.prisma.$executeRaw`
      DELETE FROM notification_deliveries WHERE state <> 'waiting' AND finished_at < now() - make_interval(days => ${KEPT_DAYS}::int)`;
    await this.prisma.$executeRaw`
      DELETE FROM notification_deliveries d USING (
        SELECT project, id FROM (
          SELECT project, id, row_number() OVER (PARTITION BY project ORDER BY id DESC) AS place
          FROM notification_deliveries WHERE state <> 'waiting'
        ) AS placed WHERE place > ${KEPT_ROWS}
      ) AS old WHERE d.project = old.project AND d.id = old.id`;
  }
}

interface Postponed {
  readonly status?: number | null;
  readonly error?: string | null;
  /** False: nothing was tried. */
  readonly isAttempt?: boolean;
}

/** What Postgres can store, and not more than people read. */
const clean = (text: string | null): string | null =>
  text === null ? null : text.toWellFormed().replaceAll('\0', '').slice(0, ERROR_CHARS);
