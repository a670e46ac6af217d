import { BinnacleError } from '@binnacle/events';
import { Prisma, PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Channel, ChannelSettings, SigningKey } from './channel.js';
import type { ChannelToKeep } from './read-channel.js';
import { isInForce, newSecret } from './signing-key.js';

export const MAX_CHANNELS = 100;
/** Secrets that sign at the same time. */
const MAX_KEYS = 5;

/** The channels of each project. */
@Injectable()
export class ChannelBook {
  constructor(private readonly prisma: PrismaService) {}

  async list(project: string): Promise<Channel[]> {
    const rows = await this.prisma.notificationChannel.findMany({
      where: { project },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      take: MAX_CHANNELS,
    });
    return rows.map(toChannel);
  }

  async find(project: string, id: string): Promise<Channel | undefined> {
    const row = await this.prisma.notificationChannel.findUnique({ where: { project_id: { project, id } } });
    return row ? toChannel(row) : undefined;
  }

  /** @throws BinnacleError `channel_not_found` */
  async get(project: string, id: string): Promise<Channel> {
    return (await this.find(project, id)) ?? refuse(id);
  }

  /** @throws BinnacleError `notification_exists`, `too_many_notifications` */
  async add(project: string, { name, settings }: ChannelToKeep, id: string = uuidv7()): Promise<Channel> {
    if ((await this.prisma.notificationChannel.count({ where: { project } })) >= MAX_CHANNELS) {
      throw new BinnacleError('too_many_notifications', `the limit is ${MAX_CHANNELS} channels`, {
        limit: MAX_CHANNELS,
      });
    }
    const row = await this.prisma.notificationChannel
      .create({ data: { project, id, name, settings: settings as object } })
      .catch((error: unknown) => {
        if (!isTaken(error)) throw error;
        throw new BinnacleError('notification_exists', `there is a channel with the id ${JSON.stringify(id)}`);
      });
    return toChannel(row);
  }

  /** @throws BinnacleError `channel_not_found` */
  async change(project: string, id: string, { name, settings }: ChannelToKeep): Promise<Channel> {
    const data = { name, settings: settings as object, updatedAt: new Date() };
    const [row] = await this.prisma.notificationChannel.updateManyAndReturn({ where: { project, id }, data });
    return row ? toChannel(row) : refuse(id);
  }

  /**
   * A new secret for a webhook. The one before goes on signing for a while, so that the other side can change over.
   *
   * @throws BinnacleError `channel_not_found`, `field_invalid` for a channel that signs nothing
   */
  rotate(project: string, id: string, keepSeconds: number): Promise<{ channel: Channel; secret: string }> {
    return this.prisma.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT 1 FROM notification_channels WHERE project = ${project} AND id = ${id} FOR UPDATE`;
      const row = await transaction.notificationChannel.findUnique({ where: { project_id: { project, id } } });
      const settings = row ? toChannel(row).settings : refuse(id);
      if (settings.kind !== 'webhook') {
        throw new BinnacleError('field_invalid', 'only a webhook signs, and so has a secret to change', {
          field: 'kind',
        });
      }
      const secret = newSecret();
      const end = new Date(Date.now() + keepSeconds * 1_000).toISOString();
      const kept = settings.keys
        .map((key): SigningKey => ({ ...key, until: key.until !== null && key.until < end ? key.until : end }))
        .filter((key) => isInForce(key));
      const keys = [{ secret, until: null }, ...kept].slice(0, MAX_KEYS);
      const changed = await transaction.notificationChannel.update({
        where: { project_id: { project, id } },
        data: { settings: { ...settings, keys } as object, updatedAt: new Date() },
      });
      return { channel: toChannel(changed), secret };
    });
  }

  /** @throws BinnacleError `channel_not_found`, `channel_in_use` */
  async remove(project: string, id: string): Promise<void> {
    const users = await this.prisma.$queryRaw<{ name: string }[]>`
      SELECT name FROM notification_rules
      WHERE project = ${project} AND steps @> ${JSON.stringify([{ channel_id: id }])}::jsonb LIMIT 5`;
    if (users.length > 0) {
      const names = users.map(({ name }) => JSON.stringify(name)).join(', ');
      throw new BinnacleError('channel_in_use', `rules use the channel: ${names}`);
    }
    const { count } = await this.prisma.notificationChannel.deleteMany({ where: { project, id } });
    if (count === 0) refuse(id);
  }
}

const refuse = (id: string): never => {
  throw new BinnacleError('channel_not_found', `no channel has the id ${JSON.stringify(id.slice(0, 100))}`);
};

/** Prisma's word for a unique key that is taken. */
export const isTaken = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';

const toChannel = (row: {
  project: string;
  id: string;
  name: string;
  settings: unknown;
  createdAt: Date;
  updatedAt: Date;
}): Channel => ({ ...row, settings: row.settings as ChannelSettings });
