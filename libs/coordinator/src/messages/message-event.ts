import { DEFAULT_LIMITS, type EventDraft, type EventTypes, type JsonObject, parseEvent } from '@binnacle/events';
import { v7 as uuidv7 } from 'uuid';
import type { Message } from './message.js';

type MessageEventType = (typeof EventTypes)['messageSent' | 'messageRead'];

/** An event that tells of a message, on the timeline of its agent. @param at canonical ISO 8601 */
export const messageEvent = (
  { id, project, agentId, sessionId }: Message,
  type: MessageEventType,
  at: string,
  payload: JsonObject,
): EventDraft =>
  parseEvent(
    {
      id: uuidv7(),
      type,
      timestamp: at,
      agent_id: agentId,
      session_id: sessionId,
      parent_id: id,
      payload: { message_id: id, ...payload },
    },
    { project, receivedAt: at, limits: DEFAULT_LIMITS },
  );
