import { BinnacleError, EventTypes, LifecycleError } from '@binnacle/events';
import { type ArchiveTransaction, Prisma, PrismaService } from '@binnacle/persistence';
import { Injectable, Logger } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { QuestionChanges } from '../questions/question-changes.js';
import { COLUMNS, type Message, type MessageRow, toMessage } from './message.js';
import { messageEvent } from './message-event.js';

/** Messages one agent may have that it has not read. */
export const MAX_UNREAD = 1_000;

export interface MessageToSend {
  readonly project: string;
  readonly agentId: string;
  readonly sessionId?: string | null;
  readonly text: string;
  readonly by: string;
  /** The same id is the same message. */
  readonly id?: string;
}

export interface Reader {
  readonly project: string;
  readonly agentId: string;
  /** With it, messages for other sessions of the agent are left to them. */
  readonly sessionId?: string;
}

/**
 * Messages of people to agents: kept until the agent asks for them, and each change is an event. Not a chat: the agent answers by
 * what it does.
 */
@Injectable()
export class MessagesService {
  private readonly logger = new Logger('Messages');

  constructor(
    private readonly prisma: PrismaService,
    private readonly changes: QuestionChanges,
  ) {}

  /** @throws BinnacleError `idempotency_conflict` when the id says something else; LifecycleError `too_many_messages` */
  send({ project, agentId, sessionId = null, text, by, id = uuidv7() }: MessageToSend): Promise<Message> {
    const at = new Date().toISOString();
    return this.changes.run(async (transaction) => {
      const known = await select(transaction, Prisma.sql`project = ${project} AND id = ${id}`, 1);
      if (known[0]) return { events: [], value: same(known[0], agentId, text) };
      const [{ unread } = { unread: 0n }] = await transaction.$queryRaw<{ unread: bigint }[]>`
        SELECT count(*) AS unread FROM messages WHERE project = ${project} AND agent_id = ${agentId} AND read_at IS NULL`;
      if (unread >= MAX_UNREAD) throw tooMany(agentId);
      const [row] = await transaction.$queryRaw<MessageRow[]>`
        INSERT INTO messages (project, id, agent_id, session_id, text, sent_by, sent_at)
        VALUES (${project}, ${id}, ${agentId}, ${sessionId}, ${text}, ${by}, ${at}::timestamptz) RETURNING ${COLUMNS}`;
      const message = toMessage(row as MessageRow);
      return { events: [messageEvent(message, EventTypes.messageSent, at, { text, by })], value: message };
    });
  }

  /** Newest first, read ones too. */
  list(project: string, agentId: string, limit: number): Promise<Message[]> {
    return select(this.prisma, Prisma.sql`project = ${project} AND agent_id = ${agentId}`, limit);
  }

  /** What the agent has not read, oldest first. Reading them is {@link markRead}, once they have reached it. */
  async unread({ project, agentId, sessionId }: Reader, limit: number): Promise<Message[]> {
    const mine =
      sessionId === undefined ? Prisma.empty : Prisma.sql`AND (session_id IS NULL OR session_id = ${sessionId})`;
    const rows = await this.prisma.$queryRaw<MessageRow[]>`
      SELECT ${COLUMNS} FROM messages WHERE project = ${project} AND agent_id = ${agentId} AND read_at IS NULL ${mine}
      ORDER BY sent_at, id LIMIT ${limit}`;
    return rows.map(toMessage);
  }

  /** The agent has these. The first time counts. @param door such as `rest` or `mcp` @param agentId only if they are this agent's */
  markRead(project: string, ids: readonly string[], door: string, agentId?: string): Promise<Message[]> {
    const its = agentId === undefined ? Prisma.empty : Prisma.sql`AND agent_id = ${agentId}`;
    const at = new Date().toISOString();
    return this.changes.run(async (transaction) => {
      const rows = await transaction.$queryRaw<MessageRow[]>`
        UPDATE messages SET read_at = ${at}::timestamptz, read_by = ${door}
        WHERE project = ${project} AND id = ANY(${[...ids]}::text[]) AND read_at IS NULL ${its} RETURNING ${COLUMNS}`;
      const read = rows.map(toMessage);
      return {
        events: read.map((message) => messageEvent(message, EventTypes.messageRead, at, { door })),
        value: read,
      };
    });
  }

  /** As {@link markRead}, for who can't wait; what fails is read again by the agent's next look. */
  markReadSoon(project: string, ids: readonly string[], door: string): void {
    if (ids.length === 0) return;
    this.markRead(project, ids, door).catch((error) =>
      this.logger.warn({ err: error, messages: ids.length }, 'reading messages could not be noted'),
    );
  }
}

/** Newest first. */
async function select(transaction: ArchiveTransaction, where: Prisma.Sql, limit: number): Promise<Message[]> {
  const rows = await transaction.$queryRaw<MessageRow[]>`
    SELECT ${COLUMNS} FROM messages WHERE ${where} ORDER BY sent_at DESC, id DESC LIMIT ${limit}`;
  return rows.map(toMessage);
}

function same(known: Message, agentId: string, text: string): Message {
  if (known.agentId === agentId && known.text === text) return known;
  throw new BinnacleError('idempotency_conflict', 'the id was used for another message', { message_id: known.id });
}

const tooMany = (agentId: string) =>
  new LifecycleError(
    'too_many_messages',
    `agent ${JSON.stringify(agentId)} has ${MAX_UNREAD} messages that it has not read; the limit is ${MAX_UNREAD}`,
    { limit: MAX_UNREAD },
  );
