import { type Question, QuestionBook } from '@binnacle/coordinator';
import { type BinnacleEvent, EventTypes, parsePatterns } from '@binnacle/events';
import { EventArchive, PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { matchesRule } from '../rules/matches-rule.js';
import type { Rule, RuleEvent } from '../rules/rule.js';
import { RuleBook } from '../rules/rule-book.js';

const ABOUT: Readonly<Record<string, RuleEvent>> = {
  [EventTypes.agentBlocked]: 'asked',
  [EventTypes.questionOverdue]: 'overdue',
  [EventTypes.questionUndelivered]: 'undelivered',
  [EventTypes.agentFailed]: 'failed',
};
/** After these nobody needs to be told that an answer is wanted. */
const CLOSING = new Set<string>([EventTypes.agentResumed, EventTypes.questionExpired, EventTypes.questionWithdrawn]);
export const WATCHED = parsePatterns([...Object.keys(ABOUT), ...CLOSING] as `${string}:${string}`[]);
/** Events looked at in one go, and in one transaction with the cursor. */
const PAGE = 500;

interface Planned {
  readonly rule: Rule;
  readonly about: RuleEvent;
  readonly event: BinnacleEvent;
  readonly subjectId: string;
}

/**
 * Turns committed events into planned deliveries, one for each step of each rule that wants it. The cursor moves in the same commit, so
 * that a kill loses nothing; a plan that is there already stays as it is.
 */
@Injectable()
export class Planner {
  constructor(
    private readonly prisma: PrismaService,
    private readonly archive: EventArchive,
    private readonly rules: RuleBook,
    private readonly questions: QuestionBook,
  ) {}

  /** Everything that is committed by now. @returns whether anything was planned */
  async plan(): Promise<boolean> {
    const projects = await this.prisma.notificationCursor.findMany({ select: { project: true } });
    let planned = false;
    for (const { project } of projects) {
      let page: number;
      do {
        page = await this.page(project);
        if (page > 0) planned = true;
      } while (page === PAGE);
    }
    return planned;
  }

  /** @returns how many events it has looked at */
  private page(project: string): Promise<number> {
    return this.prisma.$transaction(async (transaction) => {
      // Who comes second leaves it to the first: it looks again in a second.
      const [cursor] = await transaction.$queryRaw<{ seq: bigint }[]>`
        SELECT seq FROM notification_cursors WHERE project = ${project} FOR UPDATE SKIP LOCKED`;
      if (!cursor) return 0;
      const events = await this.archive.read({
        project,
        patterns: WATCHED,
        after: cursor.seq,
        order: 'asc',
        limit: PAGE,
      });
      const last = events.at(-1);
      if (!last) return 0;
      // After the events: a rule that was there before one of them must not be missed. One that came since begins behind them.
      const rules = (await this.rules.list(project)).filter(({ enabled }) => enabled);
      const planned = rules.length > 0 ? await this.wanted(rules, events) : [];
      const rows = planned.flatMap(rowsOf);
      if (rows.length > 0) await transaction.notificationDelivery.createMany({ data: rows, skipDuplicates: true });
      const closed = events.filter(({ type }) => CLOSING.has(type)).flatMap(({ parentId }) => parentId ?? []);
      if (closed.length > 0) {
        await transaction.notificationDelivery.updateMany({
          // One that was tried already may be under way: it is looked at again before the next attempt.
          where: {
            project,
            subjectId: { in: closed },
            event: { in: ['asked', 'overdue'] },
            state: 'waiting',
            attempts: 0,
          },
          data: { state: 'not_needed', finishedAt: new Date() },
        });
      }
      await transaction.notificationCursor.update({ where: { project }, data: { seq: last.seq } });
      return events.length;
    });
  }

  private async wanted(rules: readonly Rule[], events: readonly BinnacleEvent[]): Promise<Planned[]> {
    const told = events.flatMap((event) => {
      const about = ABOUT[event.type];
      return about ? [{ about, event, subjectId: subjectOf(about, event) }] : [];
    });
    const [first] = told;
    const ids = told.filter(({ about }) => about !== 'failed').map(({ subjectId }) => subjectId);
    const questions = first && ids.length > 0 ? await this.questions.findAll(first.event.project, ids) : [];
    const byId = new Map(questions.map((question): [string, Question] => [question.id, question]));
    return told.flatMap((one) => {
      const question = byId.get(one.subjectId);
      // An agent that only says that it is blocked, and takes no answer here, has no question.
      if (one.about !== 'failed' && !question) return [];
      return rules
        .filter((rule) => rule.event === one.about && matchesRule(rule, one.event, question))
        .map((rule) => ({ rule, ...one }));
    });
  }
}

const subjectOf = (about: RuleEvent, event: BinnacleEvent): string =>
  about === 'asked' || about === 'failed' ? event.id : (event.parentId ?? event.id);

/** By the server's clock: an agent's own may be wrong. */
const rowsOf = ({ rule, about, event, subjectId }: Planned) =>
  rule.steps.map(({ afterSeconds, channelId }, step) => {
    const dueAt = new Date(Date.parse(event.receivedAt) + afterSeconds * 1_000);
    const { project } = event;
    return {
      project,
      id: uuidv7(),
      ruleId: rule.id,
      step,
      channelId,
      event: about,
      subjectId,
      eventId: event.id,
      agentId: event.agentId,
      dueAt,
      nextAt: dueAt,
    };
  });
