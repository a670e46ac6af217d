import type { RuleEvent } from '../rules/rule.js';

/** `not_needed`: it was answered, taken or switched off before its time. */
export const DELIVERY_STATES = ['waiting', 'sent', 'failed', 'not_needed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One step of one rule for one question or event. */
export interface Delivery {
  readonly project: string;
  /** The same at every attempt. */
  readonly id: string;
  /** Empty for a test. */
  readonly ruleId: string;
  readonly step: number;
  readonly channelId: string;
  readonly event: RuleEvent | 'test';
  readonly subjectId: string;
  readonly eventId: string;
  readonly agentId: string | null;
  readonly state: DeliveryState;
  readonly dueAt: Date;
  readonly nextAt: Date;
  readonly attempts: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly finishedAt: Date | null;
}

export const deliveryToWire = (delivery: Delivery) => ({
  id: delivery.id,
  rule_id: delivery.ruleId || null,
  step: delivery.step,
  channel_id: delivery.channelId,
  event: delivery.event,
  subject_id: delivery.subjectId,
  agent_id: delivery.agentId,
  state: delivery.state,
  due_at: delivery.dueAt.toISOString(),
  next_at: delivery.state === 'waiting' ? delivery.nextAt.toISOString() : null,
  attempts: delivery.attempts,
  status: delivery.status,
  error: delivery.error,
  finished_at: delivery.finishedAt?.toISOString() ?? null,
});

export type WireDelivery = ReturnType<typeof deliveryToWire>;
