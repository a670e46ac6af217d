import {
  DECISIONS,
  type Decision,
  type EventDraft,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type QuestionAction,
  type QuestionContext,
  type QuestionItem,
  type QuestionKind,
  type QuestionOption,
  type TimeoutPolicy,
  usableFields,
} from '@binnacle/events';
import { hashOf } from './hash.js';
import { assertSchema } from './response-schema.js';

/** What people see of a question, and how it may be answered. */
export interface QuestionContent {
  readonly kind: QuestionKind;
  readonly question: string;
  readonly options: readonly QuestionOption[];
  /** Something else than the options may be answered. */
  readonly allowOther: boolean;
  readonly action: QuestionAction | null;
  /** Decisions an approval may have. */
  readonly allowed: readonly Decision[];
  readonly responseSchema: JsonObject | null;
  /** Several questions in one; each has an id. */
  readonly items: readonly AskedItem[];
  readonly context: readonly QuestionContext[];
}

export interface AskedItem {
  readonly id: string;
  readonly question: string;
  readonly options: readonly QuestionOption[];
  readonly multi: boolean;
  readonly allowOther: boolean;
}

export interface Deadline {
  /** Canonical ISO 8601; null = it never expires. */
  readonly expiresAt: string | null;
  readonly onTimeout: TimeoutPolicy;
  /** What `default` answers. */
  readonly fallback: JsonValue;
}

const DEFAULT_DECISIONS: readonly Decision[] = ['approve', 'reject', 'respond'];
/** A year; further ahead is a mistake in the unit. */
const MAX_TIMEOUT_MS = 366 * 86_400_000;

/** What an agent says that is not understood is left out: the question is asked all the same. */
export function contentOf({ payload }: Pick<EventDraft, 'payload'>): QuestionContent {
  const fields = usableFields(payload);
  const options = (fields.options ?? []) as readonly QuestionOption[];
  const action = (fields.action ?? null) as QuestionAction | null;
  const responseSchema = usableSchema(fields.response_schema);
  const allowed = (fields.allowed ?? []) as readonly Decision[];
  return {
    kind: (fields.kind as QuestionKind | null) ?? kindOf({ options, action, responseSchema }),
    question: typeof fields.question === 'string' ? fields.question : '',
    options,
    allowOther: fields.allow_other !== false,
    action,
    allowed: allowed.length > 0 ? DECISIONS.filter((one) => allowed.includes(one)) : DEFAULT_DECISIONS,
    responseSchema,
    items: ((fields.items ?? []) as readonly QuestionItem[]).map(itemOf),
    context: (fields.context ?? []) as readonly QuestionContext[],
  };
}

export function deadlineOf({ payload, timestamp, receivedAt }: EventDraft): Deadline {
  const fields = usableFields(payload);
  const seconds = typeof fields.timeout_seconds === 'number' ? fields.timeout_seconds : undefined;
  const onTimeout = (fields.on_timeout as TimeoutPolicy | null) ?? 'wait';
  const fallback = (fields.default ?? null) as JsonValue;
  if (typeof fields.expires_at === 'string') {
    return { expiresAt: new Date(fields.expires_at).toISOString(), onTimeout, fallback };
  }
  if (seconds === undefined) return { expiresAt: null, onTimeout, fallback };
  // An agent whose clock is behind would have its question expire before it is seen.
  const asked = Math.max(Date.parse(timestamp), Date.parse(receivedAt));
  return { expiresAt: new Date(asked + Math.min(seconds * 1_000, MAX_TIMEOUT_MS)).toISOString(), onTimeout, fallback };
}

/** Of everything people see: an answer is bound to it. */
export const shownHash = (content: QuestionContent): string => hashOf(content);

/** A schema that can't be used must not keep the question from being asked: any JSON answers it then. */
function usableSchema(schema: unknown): JsonObject | null {
  if (!isJsonObject(schema)) return null;
  try {
    assertSchema(schema);
    return schema;
  } catch {
    return null;
  }
}

const kindOf = ({
  options,
  action,
  responseSchema,
}: Pick<QuestionContent, 'options' | 'action' | 'responseSchema'>): QuestionKind => {
  if (responseSchema) return 'form';
  if (action) return 'approval';
  return options.length > 0 ? 'choice' : 'text';
};

const itemOf = (item: QuestionItem, index: number): AskedItem => ({
  id: item.id || String(index + 1),
  question: item.question,
  options: item.options ?? [],
  multi: item.multi === true,
  allowOther: item.allow_other !== false,
});
