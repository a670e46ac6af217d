import type { EventDraft } from '@binnacle/events';
import { EventTypes } from '@binnacle/events';
import type { Companion } from '@binnacle/ingest';
import { type ArchiveTransaction, Prisma } from '@binnacle/persistence';
import { openQuestion } from './open-question.js';
import { close, insertOpen } from './question-rows.js';

const ENDINGS: ReadonlySet<string> = new Set([
  EventTypes.agentCompleted,
  EventTypes.agentFailed,
  EventTypes.agentCancelled,
]);

/**
 * Keeps the `questions` table in step with what agents say, in the transaction that archives it: `agent:blocked` opens a
 * question once, `agent:resumed` closes it as answered elsewhere, the agent's end withdraws what it left open.
 */
export const questionCompanion: Companion = {
  types: new Set([EventTypes.agentBlocked, EventTypes.agentResumed, ...ENDINGS]),

  async beside(transaction, events) {
    const kept: EventDraft[] = [];
    // In order: an agent that ends, starts again and asks within one batch has an open question.
    for (const run of runs(events)) {
      const type = run[0]?.type;
      if (type === EventTypes.agentBlocked) kept.push(...(await open(transaction, run)));
      else {
        for (const event of run) await (type === EventTypes.agentResumed ? answered : ended)(transaction, event);
        kept.push(...run);
      }
    }
    return kept;
  },
};

function runs(events: readonly EventDraft[]): EventDraft[][] {
  const found: EventDraft[][] = [];
  for (const event of events) {
    const last = found.at(-1);
    if (last?.[0]?.type === event.type) last.push(event);
    else found.push([event]);
  }
  return found;
}

async function open(transaction: ArchiveTransaction, events: readonly EventDraft[]): Promise<EventDraft[]> {
  const questions = events.flatMap((event) => openQuestion(event) ?? []);
  const opened = questions.length > 0 ? await insertOpen(transaction, questions) : new Set<string>();
  const asking = new Set(questions.map(({ id }) => id));
  return events.filter(({ id }) => !asking.has(id) || opened.delete(id));
}

async function answered(transaction: ArchiveTransaction, event: EventDraft): Promise<void> {
  const payload = event.payload as Readonly<Record<string, unknown>>;
  const text = (name: string): string | null => (typeof payload[name] === 'string' ? (payload[name] as string) : null);
  const [id, msgId] = [text('question_id'), text('msg_id')];
  const byMessage = Prisma.sql`msg_id = ${msgId} AND agent_id IS NOT DISTINCT FROM ${event.agentId}`;
  // An agent that says nothing but "resumed" waits for nothing any more.
  const byAgent = Prisma.sql`agent_id IS NOT DISTINCT FROM ${event.agentId} AND session_id IS NOT DISTINCT FROM ${event.sessionId}`;
  await close(
    transaction,
    {
      project: event.project,
      state: 'answered',
      answer: text('answer'),
      by: text('answered_by') ?? 'agent',
      at: event.timestamp,
    },
    id ? Prisma.sql`id = ${id}` : msgId ? byMessage : byAgent,
  );
}

async function ended(transaction: ArchiveTransaction, event: EventDraft): Promise<void> {
  await close(
    transaction,
    { project: event.project, state: 'withdrawn', answer: null, by: 'agent', at: event.timestamp },
    Prisma.sql`agent_id IS NOT DISTINCT FROM ${event.agentId} AND session_id IS NOT DISTINCT FROM ${event.sessionId}`,
  );
}
