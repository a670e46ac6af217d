import { actionHash, type EventDraft, EventTypes, isAfterwards } from '@binnacle/events';
import type { Companion } from '@binnacle/ingest';
import { type ArchiveTransaction, Prisma } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { type ApprovalRule, ApprovalRules } from '../rules/approval-rules.js';
import { openQuestion } from './open-question.js';
import type { Question } from './question.js';
import { resumedEvent } from './question-events.js';
import { close, type Ending, insertOpen, update, withdraw } from './question-rows.js';
import { answerText } from './reply.js';

const ENDINGS: ReadonlySet<string> = new Set([
  EventTypes.agentCompleted,
  EventTypes.agentFailed,
  EventTypes.agentCancelled,
]);
/** The door by which an agent has a reply that it told of itself. */
const ITSELF = 'agent';

/**
 * Keeps the `questions` table in step with what agents say, in the transaction that archives it: `agent:blocked` opens a
 * question once, and a standing approval answers it at once; `agent:resumed` closes it as answered elsewhere, or tells that
 * the agent goes on; the agent's end withdraws what it left open. What is told afterwards closes nothing that was asked later.
 */
@Injectable()
export class QuestionCompanion implements Companion {
  readonly types = new Set<string>([EventTypes.agentBlocked, EventTypes.agentResumed, ...ENDINGS]);

  constructor(private readonly rules: ApprovalRules) {}

  async beside(transaction: ArchiveTransaction, events: readonly EventDraft[]): Promise<EventDraft[]> {
    const kept: EventDraft[] = [];
    // In order: an agent that ends, starts again and asks within one batch has an open question.
    for (const run of runs(events)) {
      const type = run[0]?.type;
      if (type === EventTypes.agentBlocked) {
        kept.push(...(await this.open(transaction, run)));
        continue;
      }
      if (type === EventTypes.agentResumed) for (const event of run) await resumed(transaction, event);
      // Many at once: a batch of traces ends an agent with every tenth span.
      else await withdraw(transaction, run.map(endingOf));
      kept.push(...run);
    }
    return kept;
  }

  private async open(transaction: ArchiveTransaction, events: readonly EventDraft[]): Promise<EventDraft[]> {
    const questions = events.flatMap((event) => openQuestion(event) ?? []);
    const opened = questions.length > 0 ? await insertOpen(transaction, questions) : [];
    const byId = new Map(opened.map((question) => [question.id, question]));
    const asking = new Set(questions.map(({ id }) => id));
    const kept: EventDraft[] = [];
    for (const event of events) {
      const question = byId.get(event.id);
      byId.delete(event.id);
      if (asking.has(event.id) && !question) continue;
      kept.push(event);
      const rule = question && (await this.rules.use(transaction, question, event.receivedAt));
      if (rule) kept.push(...(await approve(transaction, question, rule, event.receivedAt)));
    }
    return kept;
  }
}

function runs(events: readonly EventDraft[]): EventDraft[][] {
  const found: EventDraft[][] = [];
  for (const event of events) {
    const last = found.at(-1);
    if (last?.[0] && stepOf(last[0]) === stepOf(event)) last.push(event);
    else found.push([event]);
  }
  return found;
}

/** All endings do the same. */
const stepOf = ({ type }: EventDraft): string => (ENDINGS.has(type) ? EventTypes.agentCompleted : type);

async function approve(transaction: ArchiveTransaction, question: Question, rule: ApprovalRule, at: string) {
  const scope = rule.sessionId === null ? 'always' : 'session';
  const reply = { decision: 'approve', value: null, edited_args: null, message: null, scope } as const;
  const closed = await close(
    transaction,
    {
      project: question.project,
      state: 'answered',
      answer: answerText(reply),
      reply,
      by: `${rule.createdBy} (standing approval)`,
      at,
      ruleId: rule.id,
      actionHash: question.action && actionHash(question.action),
    },
    Prisma.sql`id = ${question.id}`,
  );
  return closed.map((one) => resumedEvent(one, at));
}

async function resumed(transaction: ArchiveTransaction, event: EventDraft): Promise<void> {
  const payload = event.payload as Readonly<Record<string, unknown>>;
  const text = (name: string): string | null => (typeof payload[name] === 'string' ? (payload[name] as string) : null);
  const [id, msgId] = [text('question_id'), text('msg_id')];
  const byMessage = Prisma.sql`msg_id = ${msgId} AND agent_id IS NOT DISTINCT FROM ${event.agentId}`;
  // An agent that says nothing but "resumed" waits for nothing any more.
  const byAgent = Prisma.sql`agent_id IS NOT DISTINCT FROM ${event.agentId} AND session_id IS NOT DISTINCT FROM ${event.sessionId}`;
  const named = id ? Prisma.sql`id = ${id}` : msgId ? byMessage : byAgent;
  const meant = isAfterwards(event) ? Prisma.sql`${named} AND asked_at <= ${event.timestamp}::timestamptz` : named;
  const by = text('answered_by') ?? ITSELF;
  await close(
    transaction,
    { project: event.project, state: 'answered', answer: text('answer'), by, at: event.timestamp, delivered: ITSELF },
    meant,
  );
  // Of those that were answered here the agent has the answer now, whichever way it came to it.
  await update(
    transaction,
    Prisma.sql`resumed_at = ${event.receivedAt}::timestamptz, undelivered_since = NULL,
      delivered_at = COALESCE(delivered_at, ${event.receivedAt}::timestamptz), delivered_to = COALESCE(delivered_to, ${ITSELF})`,
    Prisma.sql`project = ${event.project} AND state IN ('answered', 'expired') AND resumed_at IS NULL AND (${meant})`,
  );
}

const endingOf = (event: EventDraft): Ending => ({
  project: event.project,
  agentId: event.agentId,
  sessionId: event.sessionId,
  at: event.timestamp,
  askedUntil: isAfterwards(event) ? event.timestamp : undefined,
  by: ITSELF,
});
