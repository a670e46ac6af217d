import { Prisma } from '@binnacle/persistence';

/** Words of a person for an agent. Times are canonical ISO 8601. */
export interface Message {
  readonly project: string;
  readonly id: string;
  readonly agentId: string;
  /** Null: whichever session of the agent reads first. */
  readonly sessionId: string | null;
  readonly text: string;
  readonly sentBy: string;
  readonly sentAt: string;
  /** When the agent took it, and through which door. */
  readonly readAt: string | null;
  readonly readBy: string | null;
}

export interface MessageRow {
  project: string;
  id: string;
  agent_id: string;
  session_id: string | null;
  text: string;
  sent_by: string;
  sent_at: Date;
  read_at: Date | null;
  read_by: string | null;
}

export const COLUMNS = Prisma.sql`project, id, agent_id, session_id, text, sent_by, sent_at, read_at, read_by`;

export const toMessage = (row: MessageRow): Message => ({
  project: row.project,
  id: row.id,
  agentId: row.agent_id,
  sessionId: row.session_id,
  text: row.text,
  sentBy: row.sent_by,
  sentAt: row.sent_at.toISOString(),
  readAt: row.read_at?.toISOString() ?? null,
  readBy: row.read_by,
});

/** The message in JSON. */
export const messageToWire = (message: Message) => ({
  id: message.id,
  agent_id: message.agentId,
  session_id: message.sessionId,
  text: message.text,
  sent_by: message.sentBy,
  sent_at: message.sentAt,
  read_at: message.readAt,
  read_by: message.readBy,
});

export type WireMessage = ReturnType<typeof messageToWire>;
