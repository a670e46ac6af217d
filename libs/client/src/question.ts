import type {
  Decision,
  JsonObject,
  JsonValue,
  QuestionAction,
  QuestionKind,
  QuestionOption,
  Reply,
  Scope,
} from '@binnacle/events';

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
  readonly kind?: QuestionKind;
  readonly action?: QuestionAction | null;
  readonly shown_hash?: string;
  readonly expires_at?: string | null;
  readonly claimed_by?: string | null;
  readonly reply?: Reply | null;
  /** The standing approval that answered it. */
  readonly rule_id?: string | null;
  /** Of the action that may run. */
  readonly action_hash?: string | null;
  readonly delivered_at?: string | null;
  readonly undelivered_since?: string | null;
  readonly resumed_at?: string | null;
  readonly mismatched_at?: string | null;
}

/** What people said, in parts. */
export interface AskedReply {
  readonly questionId: string;
  /** All of it as one text. */
  readonly text: string;
  /** `respond` for everything but approvals. */
  readonly decision: Decision;
  /** Text, list of texts, object by the schema, or answers by item; null of a bare approval. */
  readonly value: JsonValue;
  /** Use these arguments instead, of `edit`. */
  readonly editedArgs: JsonObject | null;
  readonly message: string | null;
  readonly scope: Scope;
  readonly answeredBy: string | null;
  /** Nobody answered in time: this is what was to happen then. */
  readonly expired: boolean;
}

/** An agent that resumed by itself may have left no text, and no parts. */
export const replyOf = ({ id, state, answer, answered_by: answeredBy, reply }: WireQuestion): AskedReply => ({
  questionId: id,
  text: answer ?? '',
  decision: reply?.decision ?? 'respond',
  value: reply ? reply.value : answer,
  editedArgs: reply?.edited_args ?? null,
  message: reply?.message ?? null,
  scope: reply?.scope ?? 'once',
  answeredBy,
  expired: state === 'expired',
});

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
