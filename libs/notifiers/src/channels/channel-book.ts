import { isDeepStrictEqual } from 'node:util';
import { BinnacleError, type JsonObject } from '@binnacle/events';
import { Prisma, PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditedChanges, type ChangedBy } from '../audited-changes.js';
import type { Channel, ChannelSettings, SigningKey } from './channel.js';
import type { ChannelToKeep } from './read-channel.js';
import { isInForce, newSecret } from './signing-key.js';

export const MAX_CHANNELS = 100;
/** Secrets that sign at the same time. */
const MAX_KEYS = 5;

/** The channels of each project. */
@Injectable()
export class ChannelBook {
  constructor(
    private readonly prisma: PrismaService,
    private readonly changes: AuditedChanges,
  ) {}

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
  add(project: string, by: ChangedBy, { name, settings }: ChannelToKeep, id: string = uuidv7()): Promise<Channel> {
    return this.changes.run(project, by, async (transaction) => {
      if ((await transaction.notificationChannel.count({ where: { project } })) >= MAX_CHANNELS) {
        throw new BinnacleError('too_many_notifications', `the limit is ${MAX_CHANNELS} channels`, {
          limit: MAX_CHANNELS,
        });
      }
      const row = await transaction.notificationChannel
        .create({ data: { project, id, name, settings: settings as object } })
        .catch((error: unknown) => {
          if (!isTaken(error)) throw error;
          throw new BinnacleError('notification_exists', `there is a channel with the id ${JSON.stringify(id)}`);
        });
      const value = toChannel(row);
      return { value, told: told('notification_channel.created', value) };
    });
  }

  /** @throws BinnacleError `channel_not_found` */
  change(project: string, by: ChangedBy, id: string, { name, settings }: ChannelToKeep): Promise<Channel> {
    return this.changes.run(project, by, async (transaction) => {
      const data = { name, settings: settings as object, updatedAt: new Date() };
      const before = await transaction.notificationChannel.findUnique({ where: { project_id: { project, id } } });
      const [row] = await transaction.notificationChannel.updateManyAndReturn({ where: { project, id }, data });
      if (!before || !row) return refuse(id);
      const value = toChannel(row);
      const changed = changedFields(toChannel(before), value);
      return { value, told: told('notification_channel.changed', value, { changed }) };
    });
  }

  /**
   * A new secret for a webhook. The one before goes on signing for a while, so that the other side can change over.
   *
   * @throws BinnacleError `channel_not_found`, `field_invalid` for a channel that signs nothing
   */
  rotate(
    project: string,
    by: ChangedBy,
    id: string,
    keepSeconds: number,
  ): Promise<{ channel: Channel; secret: string }> {
    return this.changes.run(project, by, async (transaction) => {
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
      const channel = toChannel(changed);
      const detail = { keep_seconds: keepSeconds };
      return { value: { channel, secret }, told: told('notification_channel.rotated', channel, detail) };
    });
  }

  /** @throws BinnacleError `channel_not_found`, `channel_in_use` */
  remove(project: string, by: ChangedBy, id: string): Promise<void> {
    return this.changes.run(project, by, async (transaction) => {
      const users = await transaction.$queryRaw<{ name: string }[]>`
        SELECT name FROM notification_rules
        WHERE project = ${project} AND steps @> ${JSON.stringify([{ channel_id: id }])}::jsonb LIMIT 5`;
      if (users.length > 0) {
        const names = users.map(({ name }) => JSON.stringify(name)).join(', ');
        throw new BinnacleError('channel_in_use', `rules use the channel: ${names}`);
      }
      const row = await transaction.notificationChannel.findUnique({ where: { project_id: { project, id } } });
      if (!row) return refuse(id);
      await transaction.notificationChannel.delete({ where: { project_id: { project, id } } });
      return { value: undefined, told: told('notification_channel.deleted', toChannel(row)) };
    });
  }
}

/** Of where it goes the host only: the rest of an address is as good as a password. */
const told = (what: string, { id, name, settings }: Channel, detail: JsonObject = {}) => ({
  what,
  target: `notification_channel:${id}`,
  detail: { name, kind: settings.kind, ...('url' in settings && { host: new URL(settings.url).host }), ...detail },
});

/** Which, not what: some are secret. */
function changedFields(before: Channel, after: Channel): string[] {
  const [a, b] = [before, after].map(({ name, settings }): Record<string, unknown> => ({ name, ...settings }));
  return Object.keys(b ?? {}).filter((field) => !isDeepStrictEqual(a?.[field], b?.[field]));
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
