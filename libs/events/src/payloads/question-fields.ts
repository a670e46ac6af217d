/** What a question may say besides its text, and the check of each field. */
import { BinnacleError } from '../errors/binnacle-error.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { MAX_REFERENCE_CHARS } from '../limits.js';
import { parseTimestamp } from '../timestamp.js';

/** `form`: what to answer is described by a JSON schema. */
export const QUESTION_KINDS = ['text', 'choice', 'multi_choice', 'approval', 'form'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** `respond`: neither yes nor no, but words for the agent. */
export const DECISIONS = ['approve', 'edit', 'reject', 'respond'] as const;
export type Decision = (typeof DECISIONS)[number];

/**
 * What becomes of a question that nobody answered in time: `wait` leaves it open; `withdraw` takes it back, as its agent has
 * stopped waiting by then.
 */
export const TIMEOUT_POLICIES = ['wait', 'deny', 'default', 'withdraw'] as const;
export type TimeoutPolicy = (typeof TIMEOUT_POLICIES)[number];

/** How long an approval holds: for this call, until the session ends, or until somebody revokes it. */
export const SCOPES = ['once', 'session', 'always'] as const;
export type Scope = (typeof SCOPES)[number];

export const CONTEXT_KINDS = ['markdown', 'diff', 'image', 'link'] as const;

export type QuestionOption =
  | string
  | { readonly value: string; readonly label?: string | null; readonly description?: string | null };

/** What the agent will do once it may: `args` are what people see, and what the approval is bound to. */
export interface QuestionAction {
  readonly tool: string;
  readonly args?: JsonObject | null;
  /** The agent's id of the call, such as `tool_use_id`. */
  readonly call_id?: string | null;
}

/** One of several questions asked together. */
export interface QuestionItem {
  /** Names its answer; default: its place, from `1`. */
  readonly id?: string | null;
  readonly question: string;
  readonly options?: readonly QuestionOption[] | null;
  /** Several options may be chosen. */
  readonly multi?: boolean | null;
  /** Something else than the options may be answered; default true. */
  readonly allow_other?: boolean | null;
}

/** Something to look at before one answers. `text` of markdown and diff, `url` of image and link. */
export interface QuestionContext {
  readonly kind: (typeof CONTEXT_KINDS)[number];
  readonly title?: string | null;
  readonly text?: string | null;
  /** http or https. */
  readonly url?: string | null;
}

/** Options one question may offer. */
export const MAX_OPTIONS = 100;
export const MAX_ITEMS = 20;
export const MAX_CONTEXTS = 20;

interface FieldCheck {
  readonly test: (value: unknown) => boolean;
  /** Completes "must be …". */
  readonly expected: string;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrAbsent = (value: unknown): boolean => value == null || isText(value);
const isReferenceOrAbsent = (value: unknown): boolean =>
  value == null || (isText(value) && value.length <= MAX_REFERENCE_CHARS);
const isFlagOrAbsent = (value: unknown): boolean => value == null || typeof value === 'boolean';
const listOf = (max: number, test: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.length <= max && value.every(test);
const oneOf = (values: readonly string[]): FieldCheck => ({
  test: (value) => isText(value) && values.includes(value),
  expected: `one of ${values.join(', ')}`,
});

/** A text, or an object with a text `value` and optional texts `label` and `description`. */
const isOption = (value: unknown): boolean =>
  isText(value) ||
  (isJsonObject(value) && isText(value.value) && isTextOrAbsent(value.label) && isTextOrAbsent(value.description));

const isAction = (value: unknown): boolean =>
  isJsonObject(value) &&
  isText(value.tool) &&
  value.tool !== '' &&
  value.tool.length <= MAX_REFERENCE_CHARS &&
  (value.args == null || isJsonObject(value.args)) &&
  isReferenceOrAbsent(value.call_id);

const isItem = (value: unknown): boolean =>
  isJsonObject(value) &&
  isText(value.question) &&
  isReferenceOrAbsent(value.id) &&
  (value.options == null || listOf(MAX_OPTIONS, isOption)(value.options)) &&
  isFlagOrAbsent(value.multi) &&
  isFlagOrAbsent(value.allow_other);

function isContext(value: unknown): boolean {
  if (!isJsonObject(value) || !isTextOrAbsent(value.title)) return false;
  return value.kind === 'markdown' || value.kind === 'diff'
    ? isText(value.text)
    : (value.kind === 'image' || value.kind === 'link') && isText(value.url) && isWebAddress(value.url);
}

/** Nothing else is shown as a link or an image: `javascript:` and `data:` would run or hide what they are. */
const isWebAddress = (text: string): boolean =>
  URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);

const isAmount = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isMoment = (value: unknown): boolean => isText(value) && parseTimestamp(value) !== undefined;

export const QUESTION_FIELD_CHECKS = {
  options: {
    test: listOf(MAX_OPTIONS, isOption),
    expected: `a list of at most ${MAX_OPTIONS} texts or {value, label, description}`,
  },
  kind: oneOf(QUESTION_KINDS),
  allow_other: { test: isFlagOrAbsent, expected: 'true or false' },
  action: { test: isAction, expected: '{tool, args, call_id}: a name, an object and an id' },
  allowed: { test: listOf(DECISIONS.length, oneOf(DECISIONS).test), expected: `a list of ${DECISIONS.join(', ')}` },
  response_schema: { test: (value) => isJsonObject(value), expected: 'an object' },
  items: {
    test: listOf(MAX_ITEMS, isItem),
    expected: `a list of at most ${MAX_ITEMS} {id, question, options, multi, allow_other}`,
  },
  context: {
    test: listOf(MAX_CONTEXTS, isContext),
    expected: `a list of at most ${MAX_CONTEXTS} {kind, title, text or url}, a url beginning with http`,
  },
  expires_at: { test: isMoment, expected: 'an ISO 8601 time with a zone' },
  timeout_seconds: { test: isAmount, expected: 'a number of 0 or more' },
  on_timeout: oneOf(TIMEOUT_POLICIES),
} as const satisfies Record<string, FieldCheck>;

export type QuestionField = keyof typeof QUESTION_FIELD_CHECKS;

/** The fields of a question that are of their kinds; the others are left out. */
export const usableFields = (payload: JsonObject): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(payload).filter(([field, value]) => value !== null && isUsable(field, value)));

/** @throws BinnacleError `field_invalid` naming the first field that is not of its kind */
export function checkQuestion(fields: JsonObject): void {
  for (const [field, value] of Object.entries(fields)) {
    if (value === null || isUsable(field, value)) continue;
    const { expected } = QUESTION_FIELD_CHECKS[field as QuestionField];
    throw new BinnacleError('field_invalid', `\`${field}\` must be ${expected}`, { field });
  }
}

const isUsable = (field: string, value: unknown): boolean =>
  !Object.hasOwn(QUESTION_FIELD_CHECKS, field) || QUESTION_FIELD_CHECKS[field as QuestionField].test(value);

/** What people answer, in parts. */
export interface Reply {
  readonly decision: Decision;
  /** Text, list of texts, object by the question's schema, or answers by item; null of a bare approval. */
  readonly value: JsonValue;
  /** The arguments as somebody changed them, of `edit`. */
  readonly edited_args: JsonObject | null;
  /** Words besides the decision. */
  readonly message: string | null;
  readonly scope: Scope;
}
