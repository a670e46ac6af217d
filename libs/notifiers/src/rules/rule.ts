import type { QuestionKind } from '@binnacle/events';

/**
 * What a rule is about. `asked`: a question, for as long as it is open. `overdue`: one whose time is over and that still waits.
 * `undelivered`: an answer no agent has taken. `failed`: an agent failed.
 */
export const RULE_EVENTS = ['asked', 'overdue', 'undelivered', 'failed'] as const;
export type RuleEvent = (typeof RULE_EVENTS)[number];

export interface RuleStep {
  /** From the event on. */
  readonly afterSeconds: number;
  readonly channelId: string;
}

export interface RuleToKeep {
  readonly name: string;
  readonly enabled: boolean;
  readonly event: RuleEvent;
  /** Empty: every agent. `name*`: those whose name begins so. */
  readonly agents: readonly string[];
  /** Empty: every kind of question. */
  readonly kinds: readonly QuestionKind[];
  /** A question somebody is answering is left alone for as long as they hold it. */
  readonly skipClaimed: boolean;
  readonly steps: readonly RuleStep[];
}

export interface Rule extends RuleToKeep {
  readonly project: string;
  readonly id: string;
  /** It holds for events after this one. */
  readonly sinceSeq: bigint;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export const ruleToWire = (rule: Rule) => ({
  id: rule.id,
  name: rule.name,
  enabled: rule.enabled,
  event: rule.event,
  agents: rule.agents,
  kinds: rule.kinds,
  skip_claimed: rule.skipClaimed,
  steps: rule.steps.map(({ afterSeconds, channelId }) => ({ after_seconds: afterSeconds, channel_id: channelId })),
  created_at: rule.createdAt.toISOString(),
  updated_at: rule.updatedAt.toISOString(),
});

export type WireRule = ReturnType<typeof ruleToWire>;
