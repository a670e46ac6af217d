import {
  type AskedItem,
  BinnacleError,
  DECISIONS,
  DEFAULT_LIMITS,
  type Decision,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type QuestionContent,
  type Reply,
  SCOPES,
  type Scope,
  valueOfOption,
} from '@binnacle/events';

import { assertFits, isUsable } from './response-schema.js';

/** A reply as it was sent; every part may be missing. */
export interface GivenReply {
  /** The whole reply as one text: what is meant follows from the question's kind. */
  readonly answer?: string;
  readonly decision?: string;
  readonly value?: JsonValue;
  readonly editedArgs?: JsonObject;
  readonly message?: string;
  readonly scope?: string;
}

type Asked = QuestionContent & { readonly sessionId: string | null };

/** Words people use for a decision when all they have is a text field. */
const WORDS: Readonly<Record<string, Decision>> = {
  yes: 'approve',
  allow: 'approve',
  approved: 'approve',
  no: 'reject',
  deny: 'reject',
  rejected: 'reject',
};

/** What was sent, held to what was asked. @throws BinnacleError `answer_invalid` naming the field */
export function readReply(question: Asked, given: GivenReply): Reply {
  if (question.kind === 'approval' && question.items.length === 0) return approval(question, given);
  if (given.decision !== undefined && given.decision !== 'respond') {
    throw invalid('decision', `a ${question.kind} question takes no decision but respond`);
  }
  if (given.scope !== undefined && given.scope !== 'once') throw invalid('scope', 'only an approval may last');
  return {
    decision: 'respond',
    value: givenValue(question, given),
    edited_args: null,
    message: given.message || null,
    scope: 'once',
  };
}

/** The reply for agents that take a text and nothing else. */
export function answerText({ decision, value, message }: Reply): string {
  if (decision === 'respond' && value === null) return message ?? '';
  if (decision !== 'respond') return message ? `${decision}: ${message}` : decision;
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ');
  return JSON.stringify(value);
}

/** What happens when nobody says anything: a refusal, or the default the agent gave. */
export const replyAtTimeout = (question: Asked, policy: 'deny' | 'default', fallback: JsonValue): Reply =>
  policy === 'default'
    ? readReply(question, typeof fallback === 'string' ? { answer: fallback } : partsOf(fallback))
    : { decision: 'reject', value: null, edited_args: null, message: 'nobody answered in time', scope: 'once' };

const partsOf = (fallback: JsonValue): GivenReply =>
  isJsonObject(fallback) && typeof fallback.decision === 'string'
    ? { decision: fallback.decision, message: String(fallback.message ?? '') }
    : { value: fallback };

function approval(question: Asked, given: GivenReply): Reply {
  const text = given.answer?.trim() ?? '';
  const word = WORDS[text.toLowerCase()] ?? DECISIONS.find((one) => one === text.toLowerCase());
  const decision = given.decision ?? word ?? (text ? 'respond' : undefined);
  const message = given.message || (word === undefined ? text : '') || null;
  if (decision === undefined) throw invalid('decision', `must be one of ${question.allowed.join(', ')}`);
  if (!question.allowed.includes(decision as Decision)) {
    throw invalid('decision', `is ${JSON.stringify(decision)}; this question allows ${question.allowed.join(', ')}`);
  }
  if (decision === 'respond' && message === null) throw invalid('message', 'must say what to do instead');
  if (decision === 'edit' && !(question.action && given.editedArgs)) {
    throw invalid('edited_args', 'must be the arguments to use instead, an object');
  }
  return {
    decision: decision as Decision,
    value: null,
    edited_args: decision === 'edit' ? (given.editedArgs ?? null) : null,
    message,
    scope: scopeOf(question, decision as Decision, given.scope),
  };
}

function scopeOf(question: Asked, decision: Decision, scope: string | undefined): Scope {
  if (scope === undefined || scope === 'once') return 'once';
  if (!SCOPES.includes(scope as Scope)) throw invalid('scope', `must be one of ${SCOPES.join(', ')}`);
  if (decision !== 'approve' || !question.action) throw invalid('scope', 'only the approval of an action may last');
  if (scope === 'session' && question.sessionId === null) throw invalid('scope', 'the question names no session');
  return scope as Scope;
}

function givenValue(question: Asked, given: GivenReply): JsonValue {
  if (question.items.length > 0) return itemValues(question.items, given);
  const value = given.value ?? given.answer;
  if (value === undefined || value === null || value === '') throw invalid('answer', 'must not be empty');
  switch (question.kind) {
    case 'form':
      return formValue(question, value);
    case 'multi_choice':
      return choices('value', value, question);
    case 'choice':
      return choice('answer', value, question);
    default:
      return text('answer', value);
  }
}

function formValue({ responseSchema }: Asked, value: JsonValue): JsonValue {
  const read = typeof value === 'string' ? parsed(value) : value;
  // One that can't be used must not keep the question from being answered: any JSON does then.
  if (responseSchema && isUsable(responseSchema)) assertFits(responseSchema, read);
  return read;
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

function itemValues(items: readonly AskedItem[], given: GivenReply): JsonValue {
  const [only, another] = items;
  const value = given.value ?? (only && !another ? { [only.id]: given.answer ?? '' } : undefined);
  if (!isJsonObject(value)) throw invalid('value', `must be an object with an answer for each of ${idsOf(items)}`);
  const unknown = Object.keys(value).find((id) => !items.some((item) => item.id === id));
  if (unknown !== undefined) throw invalid(`value.${unknown}`, `is none of ${idsOf(items)}`);
  return Object.fromEntries(
    items.map((item) => {
      const one = value[item.id];
      const field = `value.${item.id}`;
      if (one === undefined || one === null || one === '') throw invalid(field, 'must not be empty');
      return [item.id, item.multi ? choices(field, one, item) : choice(field, one, item)];
    }),
  );
}

type Choosing = Pick<AskedItem, 'options' | 'allowOther'>;

function choice(field: string, value: JsonValue, { options, allowOther }: Choosing): string {
  const chosen = text(field, value);
  if (options.length > 0 && !allowOther && !options.some((option) => valueOfOption(option) === chosen)) {
    throw invalid(field, `must be one of ${options.map(valueOfOption).join(', ').slice(0, 500)}`);
  }
  return chosen;
}

function choices(field: string, value: JsonValue, asked: Choosing): string[] {
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw invalid(field, 'must not be empty');
  return [...new Set(list.map((one) => choice(field, one, asked)))];
}

function text(field: string, value: JsonValue): string {
  if (typeof value !== 'string' || value.trim() === '') throw invalid(field, 'must be a text that is not empty');
  if (value.length > DEFAULT_LIMITS.answerChars) {
    throw invalid(field, `has ${value.length} characters; the limit is ${DEFAULT_LIMITS.answerChars}`);
  }
  return value;
}

const idsOf = (items: readonly AskedItem[]): string => items.map(({ id }) => id).join(', ');

const invalid = (field: string, detail: string) =>
  new BinnacleError('answer_invalid', `\`${field}\` ${detail}`, { field });
