/**
 * What a person's HTML form says, read by the question it is for. Fields: `item.<id>` for each question of several,
 * `value` for choices, `field.<name>` for a schema's properties, `edited_args` as JSON text.
 */
import {
  BinnacleError,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  propertiesOf,
  type QuestionContent,
} from '@binnacle/events';

import type { GivenReply } from './reply.js';

type Asked = Pick<QuestionContent, 'kind' | 'items' | 'responseSchema'>;

/** @throws BinnacleError `answer_invalid` naming the field */
export function formReply(question: Asked, form: URLSearchParams): GivenReply {
  const edited = form.get('edited_args');
  const value = givenValue(question, form);
  return {
    ...(value !== undefined && { value }),
    // The choice of how long stands beside every button.
    ...(form.get('decision') !== 'approve' && { scope: 'once' }),
    ...(edited && form.get('decision') === 'edit' && { editedArgs: argsOf(edited) }),
  };
}

function givenValue({ kind, items, responseSchema }: Asked, form: URLSearchParams): JsonValue | undefined {
  if (items.length > 0) {
    return Object.fromEntries(
      items.map(({ id, multi }) => {
        const given = form.getAll(`item.${id}`).filter(Boolean);
        // Words of one's own win over an option that is checked: they were written last.
        const other = form.get(`other.${id}`)?.trim();
        const chosen = other && !multi ? [other] : [...given, ...(other ? [other] : [])];
        return [id, multi ? chosen : (chosen[0] ?? '')];
      }),
    );
  }
  if (kind === 'multi_choice') {
    const chosen = [...form.getAll('value'), form.get('answer')?.trim() ?? ''].filter(Boolean);
    return form.get('choice') ? undefined : chosen;
  }
  const fields = propertiesOf(responseSchema);
  return kind === 'form' && fields.length > 0 ? objectOf(fields, form) : undefined;
}

function objectOf(fields: ReturnType<typeof propertiesOf>, form: URLSearchParams): JsonObject {
  return Object.fromEntries(
    fields.flatMap(([name, schema]): [string, JsonValue][] => {
      const given = form.getAll(`field.${name}`);
      if (schema.type === 'boolean') return [[name, given.includes('true')]];
      if (schema.type === 'array') return [[name, given.filter(Boolean)]];
      const text = given[0] ?? '';
      if (text === '') return [];
      return [[name, typed(name, text, schema.type)]];
    }),
  );
}

function typed(name: string, text: string, type: unknown): JsonValue {
  if (type === 'number' || type === 'integer') {
    const number = Number(text);
    if (Number.isNaN(number)) throw invalid(`value.${name}`, 'must be a number');
    return number;
  }
  if (type === 'string' || type === undefined) return text;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw invalid(`value.${name}`, 'must be JSON');
  }
}

function argsOf(text: string): JsonObject {
  try {
    const args: unknown = JSON.parse(text);
    if (isJsonObject(args)) return args;
  } catch {
    // Told below.
  }
  throw invalid('edited_args', 'must be a JSON object');
}

const invalid = (field: string, detail: string) =>
  new BinnacleError('answer_invalid', `\`${field}\` ${detail}`, { field });
