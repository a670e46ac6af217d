/** Categories and actions: their grammar and the well-known ones. A plugin may use others of the same grammar. */
export const CATEGORY = /^[a-z][a-z0-9_-]{0,31}$/;
export const ACTION = /^[a-z0-9][a-z0-9_.-]{0,63}$/;

/** Categories of the core. */
export const CATEGORIES = ['agent', 'question', 'tool', 'model', 'user', 'graph'] as const;
export type CoreCategory = (typeof CATEGORIES)[number];

/** Well-known types by name, so that a typo is a compile error and not a silent no-op. */
export const EventTypes = {
  agentStarted: 'agent:started',
  agentBlocked: 'agent:blocked',
  agentResumed: 'agent:resumed',
  agentCompleted: 'agent:completed',
  agentFailed: 'agent:failed',
  agentCancelled: 'agent:cancelled',
  toolCalled: 'tool:called',
  toolStarted: 'tool:started',
  toolCompleted: 'tool:completed',
  toolFailed: 'tool:failed',
  modelRequest: 'model:request',
  modelResponse: 'model:response',
  graphStarted: 'graph:started',
  graphProgress: 'graph:progress',
  graphCompleted: 'graph:completed',
  graphFailed: 'graph:failed',
  userMessage: 'user:message',
  /** For an agent, which has not taken it yet: `user:message` is what it has been told. */
  messageSent: 'user:message_sent',
  messageRead: 'user:message_read',
  questionClaimed: 'question:claimed',
  questionReleased: 'question:released',
  questionAssigned: 'question:assigned',
  questionCommented: 'question:commented',
  questionDelivered: 'question:delivered',
  /** Nobody has fetched the answer for a while. */
  questionUndelivered: 'question:undelivered',
  /** The agent goes on with the answer. */
  questionContinued: 'question:continued',
  questionExpired: 'question:expired',
  /** Nobody answered in time, and the agent goes on waiting. */
  questionOverdue: 'question:overdue',
  questionWithdrawn: 'question:withdrawn',
  /** What the agent did is not what was approved. */
  questionMismatched: 'question:mismatched',
  questionRuleAdded: 'question:rule_added',
  questionRuleRevoked: 'question:rule_revoked',
} as const;

export type KnownEventType = (typeof EventTypes)[keyof typeof EventTypes];

/** `tool:called` → `['tool', 'called']`; undefined when either half breaks the grammar. */
export function splitType(type: string): [category: string, action: string] | undefined {
  const colon = type.indexOf(':');
  const category = type.slice(0, colon);
  const action = type.slice(colon + 1);
  return colon > 0 && CATEGORY.test(category) && ACTION.test(action) ? [category, action] : undefined;
}
