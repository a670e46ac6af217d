/**
 * Walks a parsed payload once and finds what the archive could not keep whole: too deep, NUL, unpaired surrogates,
 * numbers beyond a double. Postgres `jsonb` refuses the first kinds itself, but for the whole batch at once.
 */
import { BinnacleError } from './errors/binnacle-error.js';

/** @throws BinnacleError `payload_too_deep`, `unstorable_text` or `field_invalid`, naming the path */
export function inspectJson(value: unknown, path: string, maxDepth: number, depth = 1): void {
  switch (typeof value) {
    case 'string':
      assertStorableText(value, path);
      return;
    case 'number':
      // JSON.parse turns 1e999 into Infinity, which JSON can't write back: it would be stored as null.
      if (!Number.isFinite(value))
        throw new BinnacleError('field_invalid', `\`${path}\` is beyond a double`, { field: path });
      return;
    case 'object':
      if (value !== null) inspectContainer(value, path, maxDepth, depth);
      return;
    case 'bigint':
    case 'function':
    case 'symbol':
      throw new BinnacleError('field_invalid', `\`${path}\` is a ${typeof value}, which JSON has not`, { field: path });
  }
}

function inspectContainer(value: object, path: string, maxDepth: number, depth: number): void {
  if (depth > maxDepth) {
    throw new BinnacleError('payload_too_deep', `\`${path.slice(0, 120)}\` is nested deeper than ${maxDepth} levels`, {
      field: path.slice(0, 120),
      limit: maxDepth,
    });
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) inspectJson(value[index], path, maxDepth, depth + 1);
    return;
  }
  for (const key in value) {
    assertStorableText(key, path);
    const child = (value as Record<string, unknown>)[key];
    if (typeof child === 'object' && child !== null) inspectContainer(child, `${path}.${key}`, maxDepth, depth + 1);
    else inspectJson(child, `${path}.${key}`, maxDepth, depth + 1);
  }
}

/** @throws BinnacleError `unstorable_text` */
export function assertStorableText(text: string, path: string): void {
  if (!isStorableText(text)) {
    const what = text.includes('\0') ? 'a NUL character' : 'an unpaired surrogate';
    throw new BinnacleError('unstorable_text', `\`${path.slice(0, 120)}\` holds ${what}`, {
      field: path.slice(0, 120),
    });
  }
}

const UNPAIRED = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const MAYBE_UNSTORABLE = /[\0\uD800-\uDFFF]/;

export const isStorableText = (text: string): boolean =>
  !MAYBE_UNSTORABLE.test(text) || !(text.includes('\0') || UNPAIRED.test(text));

const EVERY_UNSTORABLE = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** A copy in which every unstorable character is U+FFFD: for adapters whose senders can't be told to try again. */
export function toStorable<T>(value: T): T {
  if (typeof value === 'string')
    return (isStorableText(value) ? value : value.replace(EVERY_UNSTORABLE, '\uFFFD')) as T;
  if (Array.isArray(value)) return value.map(toStorable) as T;
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [toStorable(key), toStorable(child)])) as T;
  }
  return value;
}
