import { BinnacleError } from '@binnacle/events';
import { EventArchive, PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { isTaken } from '../channels/channel-book.js';
import type { Rule, RuleToKeep } from './rule.js';

export const MAX_RULES = 100;

/** The rules of each project. A rule holds for what comes after it was made, or switched on. */
@Injectable()
export class RuleBook {
  constructor(
    private readonly prisma: PrismaService,
    private readonly archive: EventArchive,
  ) {}

  async list(project: string): Promise<Rule[]> {
    const rows = await this.prisma.notificationRule.findMany({
      where: { project },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      take: MAX_RULES,
    });
    return rows.map(toRule);
  }

  async find(project: string, id: string): Promise<Rule | undefined> {
    const row = await this.prisma.notificationRule.findUnique({ where: { project_id: { project, id } } });
    return row ? toRule(row) : undefined;
  }

  /** @throws BinnacleError `notification_rule_not_found` */
  async get(project: string, id: string): Promise<Rule> {
    return (await this.find(project, id)) ?? refuse(id);
  }

  /** @throws BinnacleError `channel_not_found`, `notification_exists`, `too_many_notifications` */
  async add(project: string, rule: RuleToKeep, id: string = uuidv7()): Promise<Rule> {
    await this.assertChannels(project, rule);
    if ((await this.prisma.notificationRule.count({ where: { project } })) >= MAX_RULES) {
      throw new BinnacleError('too_many_notifications', `the limit is ${MAX_RULES} rules`, { limit: MAX_RULES });
    }
    const sinceSeq = await this.archive.head();
    const cursor = { project, seq: sinceSeq };
    await this.prisma.notificationCursor.createMany({ data: cursor, skipDuplicates: true });
    const row = await this.prisma.notificationRule
      .create({ data: { project, id, sinceSeq, ...toColumns(rule) } })
      .catch((error: unknown) => {
        if (!isTaken(error)) throw error;
        throw new BinnacleError('notification_exists', `there is a rule with the id ${JSON.stringify(id)}`);
      });
    return toRule(row);
  }

  /** What it planned before stays planned. @throws BinnacleError `notification_rule_not_found`, `channel_not_found` */
  async change(project: string, id: string, rule: RuleToKeep): Promise<Rule> {
    const before = await this.get(project, id);
    await this.assertChannels(project, rule);
    const sinceSeq = rule.enabled && !before.enabled ? await this.archive.head() : before.sinceSeq;
    const [row] = await this.prisma.notificationRule.updateManyAndReturn({
      where: { project, id },
      data: { ...toColumns(rule), sinceSeq, updatedAt: new Date() },
    });
    return row ? toRule(row) : refuse(id);
  }

  /** What it planned is not sent. @throws BinnacleError `notification_rule_not_found` */
  async remove(project: string, id: string): Promise<void> {
    const { count } = await this.prisma.notificationRule.deleteMany({ where: { project, id } });
    if (count === 0) refuse(id);
  }

  private async assertChannels(project: string, { steps }: RuleToKeep): Promise<void> {
    const ids = [...new Set(steps.map(({ channelId }) => channelId))];
    const known = await this.prisma.notificationChannel.findMany({
      where: { project, id: { in: ids } },
      select: { id: true },
    });
    const missing = ids.find((id) => !known.some((channel) => channel.id === id));
    if (missing !== undefined)
      throw new BinnacleError('channel_not_found', `no channel has the id ${JSON.stringify(missing)}`);
  }
}

const refuse = (id: string): never => {
  throw new BinnacleError('notification_rule_not_found', `no rule has the id ${JSON.stringify(id.slice(0, 100))}`);
};

const toColumns = ({ steps, agents, kinds, ...rule }: RuleToKeep) => ({
  ...rule,
  agents: [...agents],
  kinds: [...kinds],
  // As REST writes it: what is in a column of JSON is found by these names.
  steps: steps.map(({ afterSeconds, channelId }) => ({ after_seconds: afterSeconds, channel_id: channelId })),
});

type Row = Omit<Rule, 'event' | 'kinds' | 'steps'> & { event: string; kinds: string[]; steps: unknown };

const toRule = ({ event, kinds, steps, ...row }: Row): Rule => ({
  ...row,
  event: event as Rule['event'],
  kinds: kinds as Rule['kinds'][number][],
  steps: (steps as { after_seconds: number; channel_id: string }[]).map((step) => ({
    afterSeconds: step.after_seconds,
    channelId: step.channel_id,
  })),
});
