import {
  assertStorableText,
  BinnacleError,
  DEFAULT_LIMITS,
  isJsonObject,
  isStorableText,
  type JsonObject,
  type JsonValue,
  MAX_REFERENCE_CHARS,
} from '@binnacle/events';
import { bodyText, mediaType, parseJson } from '@binnacle/http';
import type { GivenReply } from '../../questions/reply.js';
import type { ArgsMatch } from '../../rules/approval-rules.js';
import { unknownField } from './read-fields.js';

/** An answer as it came, and how it names its question. */
export interface ReadAnswer extends GivenReply {
  readonly questionId?: string;
  readonly msgId?: string;
  readonly question?: string;
  readonly by?: string;
  readonly shownHash?: string;
  readonly args?: ArgsMatch;
  /** The fields of an HTML form, whose meaning follows from the question. */
  readonly form?: URLSearchParams;
}

const TEXTS = {
  question_id: 'questionId',
  msg_id: 'msgId',
  question: 'question',
  answered_by: 'by',
  answer: 'answer',
  decision: 'decision',
  message: 'message',
  scope: 'scope',
  args: 'args',
  shown_hash: 'shownHash',
} as const;
const KNOWN = [...Object.keys(TEXTS), 'value', 'edited_args'];
/** Of these an agent or a person may write as much as of an answer. */
const LONG: ReadonlySet<string> = new Set(['question', 'answer', 'message']);
/** Bytes of a request: an answer of the longest kind, percent-encoded. */
const BODY_BYTES = 1_048_576;

/**
 * The fields of an answer from a form or from JSON.
 *
 * @param others fields of JSON that nobody reads. Refused, so that a misspelt `shown_hash` binds or a `scope` lasts as it was meant
 * @throws BinnacleError `answer_invalid` and the body's own codes
 */
export async function readAnswer(
  body: unknown,
  contentType: string | undefined,
  others: 'refused' | 'ignored',
): Promise<ReadAnswer> {
  const type = mediaType(contentType, ['application/json', 'application/x-www-form-urlencoded']);
  const text = await bodyText({ body, contentEncoding: undefined, limit: BODY_BYTES });
  if (type !== 'application/json') {
    const form = new URLSearchParams(text);
    return { ...textsOf(fieldsOf(form)), form };
  }
  const fields = parseJson(text);
  if (!isJsonObject(fields)) throw invalid('body', 'must be a JSON object');
  const unknown = others === 'refused' ? unknownField(fields, KNOWN) : undefined;
  if (unknown) throw new BinnacleError('answer_invalid', unknown.detail, { field: unknown.field });
  const read = { ...textsOf(fields), ...partsOf(fields) };
  if (read.decision === undefined && read.value === undefined && !read.answer?.trim()) {
    throw invalid('answer', 'must be a text that is not empty');
  }
  return read;
}

/** The button that was pressed says more than the text field beside it, which may hold a draft. */
function fieldsOf(form: URLSearchParams): Record<string, string> {
  const fields = Object.fromEntries(form);
  return fields.choice ? { ...fields, answer: fields.choice } : fields;
}

function textsOf(fields: Readonly<Record<string, unknown>>): ReadAnswer {
  const read: Record<string, string> = {};
  for (const [wire, name] of Object.entries(TEXTS)) {
    const value = fields[wire];
    if (value === undefined || value === null || (value === '' && wire !== 'answer')) continue;
    if (typeof value !== 'string') throw invalid(wire, 'must be a text');
    const limit = LONG.has(wire) ? DEFAULT_LIMITS.answerChars : MAX_REFERENCE_CHARS;
    if (value.length > limit) throw invalid(wire, `has ${value.length} characters; the limit is ${limit}`);
    assertStorableText(value, wire);
    read[name] = value;
  }
  if (read.args !== undefined && read.args !== 'same' && read.args !== 'any')
    throw invalid('args', 'must be same or any');
  return read as ReadAnswer;
}

function partsOf({ value, edited_args: edited }: JsonObject): Pick<GivenReply, 'value' | 'editedArgs'> {
  if (edited !== undefined && edited !== null && !isJsonObject(edited))
    throw invalid('edited_args', 'must be an object');
  if (!isStorableText(JSON.stringify([value ?? null, edited ?? null])))
    throw invalid('value', 'holds text that cannot be stored');
  return {
    ...(value !== undefined && value !== null && { value: value as JsonValue }),
    ...(isJsonObject(edited) && { editedArgs: edited }),
  };
}

const invalid = (field: string, detail: string) =>
  new BinnacleError('answer_invalid', `\`${field}\` ${detail}`, { field });
