import { isJsonObject, type JsonObject, type SpanRecord } from '@binnacle/plugin-kit';
import { flag, text } from './attributes.js';

const ERROR = 2;

/** Why a span failed: its exception, its status, what it says of an error. Undefined when it did not fail. */
export function failureOf(span: SpanRecord): string | undefined {
  const told = toldBy(span);
  return told === undefined ? undefined : withoutStack(told) || told;
}

/** `no such city` of `no such city\n\nError: no such city\n    at …`: where in the code it was thrown is not why it failed. */
function withoutStack(told: string): string {
  const [words = '', ...frames] = told.split(/\n\s+at /);
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
