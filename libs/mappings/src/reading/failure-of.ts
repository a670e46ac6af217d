import { isJsonObject, type JsonObject, type JsonValue, type SpanRecord } from '@binnacle/plugin-kit';
import { flag, parsed, text } from './attributes.js';

const ERROR = 2;
/** Before the first frame of a stack of JavaScript. */
const STACK = /\n[ \t]+at (?=[^\n]*(?::\d+|<anonymous>|native)\)?(?:\n|$))/;

/** Why a span failed: its exception, its status, what it says of an error. Undefined when it did not fail. */
export function failureOf(span: SpanRecord): string | undefined {
  const told = toldBy(span);
  if (told === undefined || interruptIn(told, span) !== undefined) return undefined;
  return withoutStack(told) || told;
}

/** What a person was asked when LangGraph stopped a run to wait for one, which it does by throwing. */
export function interruptOf(span: SpanRecord): JsonValue | undefined {
  const told = toldBy(span);
  return told === undefined ? undefined : interruptIn(told, span);
}

function interruptIn(told: string, span: SpanRecord): JsonValue | undefined {
  const [words = ''] = told.split(STACK);
  const [, behind] = /(?:^|\n)GraphInterrupt[:\s]*(.+)$/s.exec(words) ?? [];
  const type = text(exceptionOf(span) ?? {}, 'exception.type') ?? '';
  const asked = behind ?? (/(?:^|\.)GraphInterrupt$/.test(type) ? words : undefined);
  if (asked === undefined) return undefined;
  const list = parsed(asked);
  const values = Array.isArray(list) ? list.map((one) => (isJsonObject(one) ? (one.value ?? one) : one)) : [list];
  return values.length === 1 ? values[0] : values;
}

/** `no such city` of `no such city\n\nError: no such city\n    at …`: where in the code it was thrown is not why it failed. */
function withoutStack(told: string): string {
  const [words = '', ...frames] = told.split(STACK);
  if (frames.length === 0) return told;
  const [message = '', named] = words.split('\n\n');
  return named?.endsWith(message) ? message : words;
}

function toldBy(span: SpanRecord): string | undefined {
  const { attributes, status } = span;
  const exception = exceptionOf(span);
  const type = text(attributes, 'error.type');
  const isFailure =
    status.code === ERROR || flag(attributes, 'success') === false || flag(attributes, 'error') === true;
  if (!isFailure && type === undefined) return undefined;
  return (
    text(attributes, 'error.message') ||
    (flag(attributes, 'error') === undefined && text(attributes, 'error')) ||
    text(attributes, 'exception.message') ||
    status.message ||
    (exception && text(exception, 'exception.message', 'exception.type')) ||
    type ||
    'failed'
  );
}

/** The last one: it is what ended the span. */
export function exceptionOf({ events }: SpanRecord): JsonObject | undefined {
  const found = events.findLast(({ name }) => name === 'exception')?.attributes;
  return isJsonObject(found) ? found : undefined;
}
