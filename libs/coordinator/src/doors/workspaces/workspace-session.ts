import { BinnacleError, isJsonObject, type JsonObject, type JsonValue } from '@binnacle/events';
import type { MessagesService } from '../../messages/messages.service.js';
import type { AskingService } from '../../questions/asking.service.js';
import type { DeliveriesService } from '../../questions/deliveries.service.js';
import type { Question } from '../../questions/question.js';
import type { QuestionBook } from '../../questions/question-book.js';
import type { QuestionDesk } from '../../questions/question-desk.js';
import { MESSAGE_PREFIX, QUESTION_PREFIX, RESPONSE_PREFIX } from './workspace-keys.js';
import type { WorkspaceStore } from './workspace-store.js';

export interface WorkspaceServices {
  readonly asking: AskingService;
  readonly book: QuestionBook;
  readonly desk: QuestionDesk;
  readonly deliveries: DeliveriesService;
  readonly messages: MessagesService;
}

export interface WorkspaceAddress {
  readonly project: string;
  /** The agent's. */
  readonly id: string;
}

/** The name of this door on what it delivers. */
export const DOOR = 'workspace';
const MESSAGES_AT_ONCE = 100;

/**
 * Between one workspace and the coordinator, by the contract of the seed: `outbox:question:<id>` becomes a question once, its answer is
 * written to `inbox:response:<id>`, messages to `inbox:user_message:<id>`. What it remembers only saves looks: after a restart the
 * store and the table say the same again.
 */
export class WorkspaceSession {
  /** Ids of questions, by the agent's id of them. */
  private readonly asked = new Map<string, string>();
  /** Settled: neither looked at nor answered any more. */
  private readonly settled = new Set<string>();
  private readonly responded = new Set<string>();
  private readonly written = new Set<string>();

  constructor(
    private readonly address: WorkspaceAddress,
    readonly store: WorkspaceStore,
    private readonly services: WorkspaceServices,
  ) {}

  get project(): string {
    return this.address.project;
  }

  /** One look at everything. @throws LifecycleError when the database is away; what the store throws */
  async look(): Promise<void> {
    const keys = await this.store.list(QUESTION_PREFIX);
    for (const key of keys) await this.lookAt(key.slice(QUESTION_PREFIX.length));
    const gone = new Set(keys.map((key) => key.slice(QUESTION_PREFIX.length)));
    for (const known of [...this.asked.keys(), ...this.settled]) {
      if (gone.has(known)) continue;
      this.forget(known);
      this.settled.delete(known);
    }
    await this.exchangeMessages();
  }

  /** One question of the agent, by its id in the workspace. */
  async lookAt(msgId: string): Promise<void> {
    if (this.settled.has(msgId)) return;
    const entry = await this.store.get(QUESTION_PREFIX + msgId);
    if (!isJsonObject(entry)) return;
    const status = entry.status ?? 'pending';
    const known = this.asked.get(msgId);
    if (status !== 'pending') await this.settle(msgId, status, known);
    else {
      const question = known
        ? await this.services.book.find(this.address.project, known)
        : await this.ask(msgId, entry);
      if (question && question.state !== 'open') await this.respond(msgId, question);
    }
  }

  /** The answer to a question, when there is one. */
  async responseTo(msgId: string): Promise<Question | undefined> {
    const id = this.asked.get(msgId);
    const question = id === undefined ? undefined : await this.services.book.find(this.address.project, id);
    return question && question.answer !== null ? question : undefined;
  }

  /** Writes what people sent, and notes what the agent has taken away. */
  async exchangeMessages(): Promise<void> {
    const present = new Set(await this.store.list(MESSAGE_PREFIX));
    const unread = await this.services.messages.unread(
      { project: this.address.project, agentId: this.address.id },
      MESSAGES_AT_ONCE,
    );
    for (const { id, text, sentBy, sentAt } of unread) {
      const key = MESSAGE_PREFIX + id;
      if (present.has(key)) this.written.add(id);
      else if (this.written.has(id)) await this.read(id);
      else {
        await this.store.set(key, { content: text, sent_by: sentBy, sent_at: sentAt });
        this.written.add(id);
      }
    }
  }

  /** The agent took a message away. */
  async read(messageId: string): Promise<void> {
    this.written.delete(messageId);
    await this.services.messages.markRead(this.address.project, [messageId], DOOR, this.address.id);
  }

  private forget(msgId: string): void {
    this.asked.delete(msgId);
    this.responded.delete(msgId);
  }

  private async ask(msgId: string, entry: JsonObject): Promise<Question | undefined> {
    const { status: _, created_at: __, timeout, ...fields } = entry;
    const deadline: JsonObject =
      typeof timeout === 'number' && timeout > 0 ? { timeout_seconds: timeout, on_timeout: 'withdraw' } : {};
    try {
      // Without its own clock: the seed writes local time and does not say which.
      const asked: JsonObject = { ...deadline, ...fields, msg_id: msgId, agent_id: this.address.id, source: DOOR };
      const { question } = await this.services.asking.ask(this.address.project, asked);
      this.asked.set(msgId, question.id);
      return question;
    } catch (error) {
      if (!(error instanceof BinnacleError) || error.status >= 500) throw error;
      // It will not be better at the next look; the agent is told where it looks.
      await this.store.set(RESPONSE_PREFIX + msgId, { answer: '', error: `${error.code}: ${error.detail}` });
      this.settled.add(msgId);
      return undefined;
    }
  }

  private async respond(msgId: string, question: Question): Promise<void> {
    if (question.answer === null) this.settled.add(msgId);
    else if (!this.responded.has(msgId)) {
      await this.store.set(RESPONSE_PREFIX + msgId, responseOf(question));
      this.responded.add(msgId);
    }
  }

  /** The agent has its answer, or has given up. */
  private async settle(msgId: string, status: JsonValue, known: string | undefined): Promise<void> {
    this.settled.add(msgId);
    this.forget(msgId);
    const id = known ?? (await this.services.book.ofAgent(this.address.project, this.address.id, msgId))?.id;
    if (id === undefined) return;
    const named = { project: this.address.project, id };
    if (status === 'answered') await this.services.deliveries.delivered(named, DOOR).then(() => this.goesOn(id));
    else await this.services.desk.withdraw({ ...named, by: this.address.id }).catch(ignoreClosed);
  }

  private async goesOn(id: string): Promise<void> {
    await this.services.deliveries.goesOn({ project: this.address.project, id }).catch(ignoreClosed);
  }
}

export const responseOf = ({ answer, reply, answeredBy, closedAt }: Question): JsonObject => ({
  answer,
  reply: reply && { ...reply },
  answered_by: answeredBy,
  responded_at: closedAt,
});

function ignoreClosed(error: unknown): void {
  if (!(error instanceof BinnacleError) || error.status >= 500) throw error;
}
