import { createHash } from 'node:crypto';
import { BinnacleError } from '@binnacle/events';
import { PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { AuditedChanges, type ChangedBy } from '../audited-changes.js';

export const MAX_SUBSCRIPTIONS = 200;

export interface PushTarget {
  readonly project: string;
  readonly id: string;
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
  /** Which browser it is, for people. */
  readonly label: string;
  readonly createdAt: Date;
}

/** Browsers that want to be told. */
@Injectable()
export class PushSubscriptions {
  constructor(
    private readonly prisma: PrismaService,
    private readonly changes: AuditedChanges,
  ) {}

  list(project: string): Promise<PushTarget[]> {
    return this.prisma.pushSubscription.findMany({
      where: { project },
      orderBy: { createdAt: 'desc' },
      take: MAX_SUBSCRIPTIONS,
    });
  }

  /** The same browser again is the same subscription. @throws BinnacleError `too_many_notifications` */
  keep(
    project: string,
    by: ChangedBy,
    { endpoint, p256dh, auth, label }: Omit<PushTarget, 'project' | 'id' | 'createdAt'>,
  ): Promise<PushTarget> {
    const id = subscriptionId(endpoint);
    const columns = { endpoint, p256dh, auth, label };
    return this.changes.run(project, by, async (transaction) => {
      const before = await transaction.pushSubscription.findUnique({ where: { project_id: { project, id } } });
      if (before && before.p256dh === p256dh && before.auth === auth && before.label === label)
        return { value: before, told: undefined };
      if (!before && (await transaction.pushSubscription.count({ where: { project } })) >= MAX_SUBSCRIPTIONS) {
        const detail = `the limit is ${MAX_SUBSCRIPTIONS} browsers`;
        throw new BinnacleError('too_many_notifications', detail, { limit: MAX_SUBSCRIPTIONS });
      }
      const value = await transaction.pushSubscription.upsert({
        where: { project_id: { project, id } },
        create: { project, id, ...columns },
        update: columns,
      });
      return { value, told: told(before ? 'push_subscription.changed' : 'push_subscription.created', value) };
    });
  }

  /** One that is gone already is no mistake. */
  remove(project: string, by: ChangedBy, id: string): Promise<void> {
    return this.changes.run(project, by, async (transaction) => {
      const [row] = await transaction.$queryRaw<{ id: string; label: string }[]>`
        DELETE FROM push_subscriptions WHERE project = ${project} AND id = ${id} RETURNING id, label`;
      return { value: undefined, told: row && told('push_subscription.deleted', row) };
    });
  }
}

/** Never the endpoint: who has it can push to that browser. */
const told = (what: string, { id, label }: Pick<PushTarget, 'id' | 'label'>) => ({
  what,
  target: `push_subscription:${id}`,
  detail: { browser: label },
});

export const subscriptionId = (endpoint: string): string =>
  createHash('sha256').update(endpoint).digest('base64url').slice(0, 32);
