import { BinnacleError } from '@binnacle/events';
import { type ArchiveTransaction, EventArchive, PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditedChanges, type ChangedBy } from '../audited-changes.js';
import { isTaken } from '../channels/channel-book.js';
import type { Rule, RuleToKeep } from './rule.js';

export const MAX_RULES = 100;

/** The rules of each project. A rule holds for what comes after it was made, or switched on. */
@Injectable()
export class RuleBook {
  constructor(
    private readonly prisma: PrismaService,
    private readonly archive: EventArchive,
    private readonly changes: AuditedChanges,
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
  add(project: string, by: ChangedBy, rule: RuleToKeep, id: string = uuidv7()): Promise<Rule> {
    return this.changes.run(project, by, async (transaction) => {
      await assertChannels(transaction, project, rule);
      if ((await transaction.notificationRule.count({ where: { project } })) >= MAX_RULES) {
        throw new BinnacleError('too_many_notifications', `the limit is ${MAX_RULES} rules`, { limit: MAX_RULES });
      }
      const sinceSeq = await this.archive.head();
      const cursor = { project, seq: sinceSeq };
      await transaction.notificationCursor.createMany({ data: cursor, skipDuplicates: true });
      const row = await transaction.notificationRule
        .create({ data: { project, id, sinceSeq, ...toColumns(rule) } })
        .catch((error: unknown) => {
          if (!isTaken(error)) throw error;
          throw new BinnacleError('notification_exists', `there is a rule with the id ${JSON.stringify(id)}`);
        });
      return { value: toRule(row), told: told('notification_rule.created', id, rule) };
    });
  }

  /** What it planned before stays planned. @throws BinnacleError `notification_rule_not_found`, `channel_not_found` */
  change(project: string, by: ChangedBy, id: string, rule: RuleToKeep): Promise<Rule> {
    return this.changes.run(project, by, async (transaction) => {
      const before = await transaction.notificationRule.findUnique({ where: { project_id: { project, id } } });
      if (!before) return refuse(id);
      await assertChannels(transaction, project, rule);
      const sinceSeq = rule.enabled && !before.enabled ? await this.archive.head() : before.sinceSeq;
      const row = await transaction.notificationRule.update({
        where: { project_id: { project, id } },
        data: { ...toColumns(rule), sinceSeq, updatedAt: new Date() },
      });
      return { value: toRule(row), told: told('notification_rule.changed', id, rule) };
    });
  }

  /** What it planned is not sent. @throws BinnacleError `notification_rule_not_found` */
  remove(project: string, by: ChangedBy, id: string): Promise<void> {
    return this.changes.run(project, by, async (transaction) => {
      const row = await transaction.notificationRule.findUnique({ where: { project_id: { project, id } } });
      if (!row) return refuse(id);
      await transaction.notificationRule.delete({ where: { project_id: { project, id } } });
      return { value: undefined, told: told('notification_rule.deleted', id, toRule(row)) };
    });
  }
}

async function assertChannels(transaction: ArchiveTransaction, project: string, { steps }: RuleToKeep): Promise<void> {
  const ids = [...new Set(steps.map(({ channelId }) => channelId))];
  const known = await transaction.notificationChannel.findMany({
    where: { project, id: { in: ids } },
    select: { id: true },
  });
  const missing = ids.find((id) => !known.some((channel) => channel.id === id));
  if (missing !== undefined)
    throw new BinnacleError('channel_not_found', `no channel has the id ${JSON.stringify(missing)}`);
}

const told = (what: string, id: string, { name, enabled, event, agents, kinds, skipClaimed, steps }: RuleToKeep) => ({
  what,
  target: `notification_rule:${id}`,
  detail: {
    name,
    enabled,
    event,
    agents: [...agents],
    kinds: [...kinds],
    skip_claimed: skipClaimed,
    steps: toWire(steps),
  },
});

const refuse = (id: string): never => {
  throw new BinnacleError('notification_rule_not_found', `no rule has the id ${JSON.stringify(id.slice(0, 100))}`);
};

const toColumns = ({ steps, agents, kinds, ...rule }: RuleToKeep) => ({
  ...rule,
  agents: [...agents],
  kinds: [...kinds],
  // As REST writes it: what is in a column of JSON is found by these names.
  steps: toWire(steps),
});

const toWire = (steps: RuleToKeep['steps']) =>
  steps.map(({ afterSeconds, channelId }) => ({ after_seconds: afterSeconds, channel_id: channelId }));

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
