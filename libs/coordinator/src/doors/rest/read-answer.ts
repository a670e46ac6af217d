import { assertStorableText, BinnacleError, DEFAULT_LIMITS, isJsonObject, MAX_REFERENCE_CHARS } from '@binnacle/events';
import { bodyText, mediaType, parseJson } from '@binnacle/http';

export interface GivenAnswer {
  readonly answer: string;
  readonly questionId?: string;
  readonly msgId?: string;
  readonly question?: string;
  readonly by?: string;
  /** It came from an HTML form. */
  readonly form: boolean;
}

const FIELDS = { question_id: 'questionId', msg_id: 'msgId', question: 'question', answered_by: 'by' } as const;
/** Bytes of a request: an answer of the longest kind, percent-encoded. */
const BODY_BYTES = 1_048_576;

/** The fields of an answer from a form or from JSON. @throws BinnacleError `answer_invalid` and the body's own codes */
export async function readAnswer(body: unknown, contentType: string | undefined): Promise<GivenAnswer> {
  const type = mediaType(contentType, ['application/json', 'application/x-www-form-urlencoded']);
  const text = await bodyText({ body, contentEncoding: undefined, limit: BODY_BYTES });
  const form = type !== 'application/json';
  const fields = form ? fieldsOfForm(text) : parseJson(text);
  if (!isJsonObject(fields)) throw invalid('the body must be a JSON object');
  const { answer } = fields;
  if (typeof answer !== 'string' || answer.trim() === '') throw invalid('`answer` must be a text that is not empty');
  if (answer.length > DEFAULT_LIMITS.answerChars) {
    throw invalid(`\`answer\` has ${answer.length} characters; the limit is ${DEFAULT_LIMITS.answerChars}`);
  }
  assertStorableText(answer, 'answer');
  const read: Record<string, string> = {};
  for (const [wire, name] of Object.entries(FIELDS)) {
    const value = fields[wire];
    if (value === undefined || value === null || value === '') continue;
    if (typeof value !== 'string') throw invalid(`\`${wire}\` must be a text`);
    const limit = wire === 'question' ? DEFAULT_LIMITS.eventBytes : MAX_REFERENCE_CHARS;
    if (value.length > limit) throw invalid(`\`${wire}\` has ${value.length} characters; the limit is ${limit}`);
    assertStorableText(value, wire);
    read[name] = value;
  }
  return { ...read, answer, form };
}

/** The button that was pressed says more than the text field beside it, which may hold a draft. */
function fieldsOfForm(text: string): Record<string, string> {
  const fields = Object.fromEntries(new URLSearchParams(text));
  return fields.choice ? { ...fields, answer: fields.choice } : fields;
}

const invalid = (detail: string) => new BinnacleError('answer_invalid', detail);
