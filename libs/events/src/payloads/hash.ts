import { createHash } from 'node:crypto';
import { isJsonObject } from '../json.js';
import type { QuestionAction } from './question-fields.js';

/** SHA-256 of a JSON value, base64url; the same whatever the order of keys. */
export const hashOf = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(value)) ?? 'null')
    .digest('base64url');

/** What an approval is bound to: the tool and its arguments. The id of the call is not part of it. */
export const actionHash = ({ tool, args }: Pick<QuestionAction, 'tool' | 'args'>): string =>
  hashOf({ tool, args: args ?? {} });

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
