import { EventTypes } from '@binnacle/events';
import { type ArchiveTransaction, Prisma, PrismaService } from '@binnacle/persistence';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Question } from './question.js';
import { type Change, QuestionChanges } from './question-changes.js';
import { questionEvent, resumedEvent } from './question-events.js';
import { close, select, update } from './question-rows.js';
import { answerText, replyAtTimeout } from './reply.js';

const TICK_MS = 1_000;
/** An answer that no agent has taken for so long is shown as undelivered. */
export const UNDELIVERED_AFTER_MS = 60_000;
/** Questions looked at in one tick; the rest waits for the next. */
const AT_ONCE = 200;
/** The name under which a deadline answers. */
export const TIMEOUT = 'timeout';

/** What happens to questions by time alone. Several servers on one database may tick: each row changes once. */
@Injectable()
export class QuestionClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('QuestionClock');
  private timer: NodeJS.Timeout | undefined;
  private ticking: Promise<void> | undefined;

  constructor(
    private readonly prisma: PrismaService,
    private readonly changes: QuestionChanges,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.ticking ??= this.tick()
        .catch((error) => this.logger.warn({ err: error }, 'deadlines of questions could not be looked at'))
        .finally(() => {
          this.ticking = undefined;
        });
    }, TICK_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.ticking;
  }

  /** Does now what the question's deadline does. A question that is closed stays as it is. */
  expire(question: Question, now = new Date().toISOString()): Promise<void> {
    return this.changes.run((transaction) => expire(transaction, question, now));
  }

  private async tick(): Promise<void> {
    const now = new Date().toISOString();
    const due = Prisma.sql`state = 'open' AND overdue_at IS NULL AND expires_at <= ${now}::timestamptz`;
    const late = Prisma.sql`state IN ('answered', 'expired') AND delivered_at IS NULL AND undelivered_since IS NULL
      AND closed_at <= ${new Date(Date.parse(now) - UNDELIVERED_AFTER_MS).toISOString()}::timestamptz`;
    for (const question of await select(this.prisma, due, AT_ONCE)) await this.expire(question, now);
    for (const { project, id } of await select(this.prisma, late, AT_ONCE)) {
      await this.changes.run(async (transaction) => {
        const set = Prisma.sql`undelivered_since = ${now}::timestamptz`;
        const [found] = await update(transaction, set, Prisma.sql`project = ${project} AND id = ${id} AND ${late}`);
        const told = found && questionEvent(found, EventTypes.questionUndelivered, { at: now });
        return { events: told ? [told] : [], value: undefined };
      });
    }
  }
}

async function expire(transaction: ArchiveTransaction, question: Question, at: string): Promise<Change<void>> {
  const { project, id, onTimeout, fallback } = question;
  if (onTimeout === 'withdraw') return withdraw(transaction, question, at);
  const reply = onTimeout === 'wait' ? undefined : replyOrRefusal(question, onTimeout, fallback);
  if (!reply) {
    const isDue = Prisma.sql`project = ${project} AND id = ${id} AND state = 'open' AND overdue_at IS NULL`;
    const [found] = await update(transaction, Prisma.sql`overdue_at = ${at}::timestamptz`, isDue);
    return { events: found ? [questionEvent(found, EventTypes.questionOverdue, { at })] : [], value: undefined };
  }
  const closing = { project, state: 'expired', answer: answerText(reply), reply, by: TIMEOUT, at } as const;
  const [closed] = await close(transaction, closing, Prisma.sql`id = ${id}`);
  if (!closed) return { events: [], value: undefined };
  return {
    events: [questionEvent(closed, EventTypes.questionExpired, { at }), resumedEvent(closed, at)],
    value: undefined,
  };
}

async function withdraw(transaction: ArchiveTransaction, { project, id }: Question, at: string): Promise<Change<void>> {
  const closing = { project, state: 'withdrawn', answer: null, by: TIMEOUT, at } as const;
  const [closed] = await close(transaction, closing, Prisma.sql`id = ${id}`);
  const told = closed && questionEvent(closed, EventTypes.questionWithdrawn, { at, by: TIMEOUT });
  return { events: told ? [told] : [], value: undefined };
}

/** A default that does not fit its own question is no consent. */
function replyOrRefusal(question: Question, policy: 'deny' | 'default', fallback: Question['fallback']) {
  try {
    return replyAtTimeout(question, policy, fallback);
  } catch {
    return replyAtTimeout(question, 'deny', fallback);
  }
}
