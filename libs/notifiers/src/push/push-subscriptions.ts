import { createHash } from 'node:crypto';
import { BinnacleError } from '@binnacle/events';
import { PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';

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
  constructor(private readonly prisma: PrismaService) {}

  list(project: string): Promise<PushTarget[]> {
    return this.prisma.pushSubscription.findMany({
      where: { project },
      orderBy: { createdAt: 'desc' },
      take: MAX_SUBSCRIPTIONS,
    });
  }

  /** The same browser again is the same subscription. @throws BinnacleError `too_many_notifications` */
  async keep(project: string, { endpoint, p256dh, auth, label }: Omit<PushTarget, 'project' | 'id' | 'createdAt'>) {
    const id = subscriptionId(endpoint);
    const others = await this.prisma.pushSubscription.count({ where: { project, id: { not: id } } });
    if (others >= MAX_SUBSCRIPTIONS) {
      const detail = `the limit is ${MAX_SUBSCRIPTIONS} browsers`;
      throw new BinnacleError('too_many_notifications', detail, { limit: MAX_SUBSCRIPTIONS });
    }
    const columns = { endpoint, p256dh, auth, label };
    return this.prisma.pushSubscription.upsert({
      where: { project_id: { project, id } },
      create: { project, id, ...columns },
      update: columns,
    });
  }

  /** One that is gone already is no mistake. */
  async remove(project: string, id: string): Promise<void> {
    await this.prisma.pushSubscription.deleteMany({ where: { project, id } });
  }
}

export const subscriptionId = (endpoint: string): string =>
  createHash('sha256').update(endpoint).digest('base64url').slice(0, 32);
