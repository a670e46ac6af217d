import type { QuestionOption } from '@binnacle/events';

/** A question as the server keeps it. Its id is the id of the `agent:blocked` that asked it. */
export interface WireQuestion {
  readonly id: string;
  readonly msg_id: string;
  readonly state: 'open' | 'answered' | 'expired' | 'withdrawn';
  readonly agent_id: string | null;
  readonly session_id: string | null;
  readonly graph_id: string | null;
  readonly node_id: string | null;
  readonly question: string;
  readonly options: readonly QuestionOption[];
  readonly asked_at: string;
  readonly answer: string | null;
  readonly answered_by: string | null;
  readonly closed_at: string | null;
}

export interface QuestionFilter {
  readonly state?: WireQuestion['state'];
  readonly agentId?: string;
}

/** An answer, and which question of the agent it is for; without a name, its only open one. */
export interface GivenAnswer {
  readonly answer: string;
  readonly questionId?: string;
  readonly msgId?: string;
  readonly question?: string;
  /** Who answers, as others see it. */
  readonly answeredBy?: string;
}
