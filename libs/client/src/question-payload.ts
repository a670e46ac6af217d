import type {
  Decision,
  JsonObject,
  JsonValue,
  QuestionAction,
  QuestionContext,
  QuestionItem,
  QuestionKind,
  QuestionOption,
  TimeoutPolicy,
} from '@binnacle/events';

/** What a question shows, and how it may be answered. */
export interface QuestionShape {
  /** What to choose from; people may still answer something else. At most 100. */
  readonly options?: readonly QuestionOption[];
  /** Default: `form` with a schema, `approval` with an action, `choice` with options, else `text`. */
  readonly kind?: QuestionKind;
  /** False: nothing but the options. */
  readonly allowOther?: boolean;
  /** What the agent will do once it may; people see it, and approve exactly that. */
  readonly action?: QuestionAction;
  /** Decisions of an approval; default all but `edit`. */
  readonly allowed?: readonly Decision[];
  /** JSON schema of the answer, of a `form`. */
  readonly responseSchema?: JsonObject;
  /** Several questions in one, at most 20. */
  readonly items?: readonly QuestionItem[];
  /** Markdown, diffs, images and links to look at first, at most 20. */
  readonly context?: readonly QuestionContext[];
  /** Seconds after which `onTimeout` happens, whether the agent still waits or not. */
  readonly expiresInSeconds?: number;
  /** `wait` (default) leaves it open, `deny` refuses, `default` answers with `default`. */
  readonly onTimeout?: TimeoutPolicy;
  readonly default?: JsonValue;
}

/** The payload of `agent:blocked`. */
export const questionPayload = (question: string, msgId: string, shape: QuestionShape) => ({
  question,
  options: shape.options ?? [],
  msg_id: msgId,
  ...(shape.kind && { kind: shape.kind }),
  ...(shape.allowOther !== undefined && { allow_other: shape.allowOther }),
  ...(shape.action && { action: shape.action }),
  ...(shape.allowed && { allowed: shape.allowed }),
  ...(shape.responseSchema && { response_schema: shape.responseSchema }),
  ...(shape.items && { items: shape.items }),
  ...(shape.context && { context: shape.context }),
  ...(shape.expiresInSeconds !== undefined && { timeout_seconds: shape.expiresInSeconds }),
  ...(shape.onTimeout && { on_timeout: shape.onTimeout }),
  ...(shape.default !== undefined && { default: shape.default }),
});
