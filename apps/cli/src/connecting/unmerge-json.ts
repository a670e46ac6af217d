import { isDeepStrictEqual } from 'node:util';
import type { Json } from '@binnacle/connect';
import { isObject, type JsonDocument } from './json-document.js';
import type { Added } from './merge-json.js';

export interface Unmerged {
  readonly document: JsonDocument;
  /** For people: what was added once and stays, because somebody changed it since. */
  readonly notes: readonly string[];
}

/** Takes away what `mergeJson` added and is still as it was added, and then what is empty without it. */
export function unmergeJson(document: JsonDocument, added: readonly Added[]): Unmerged {
  const notes: string[] = [];
  let left = document;
  for (const one of whole(document, added).toReversed()) {
    const path = [...one.path];
    const there = left.at(path);
    if (one.kind === 'container') {
      if (there !== undefined && isEmpty(there)) left = left.remove(path);
    } else if (one.kind === 'item') {
      const without = left.removeItem(path, one.value);
      if (without === left && there !== undefined) notes.push(changed(path));
      left = without;
    } else if (there !== undefined) {
      if (isDeepStrictEqual(there, one.value)) left = left.remove(path);
      else notes.push(changed(path));
    }
  }
  return { document: left, notes };
}

/** A container that holds nothing but what was added goes in one step, with all of its parts. */
function whole(document: JsonDocument, added: readonly Added[]): readonly Added[] {
  const untouched = added.filter(
    (one) => one.kind === 'container' && isOnly(document.at([...one.path]), one.path, added),
  );
  const isInside = ({ path }: Added): boolean =>
    untouched.some((one) => one.path.length < path.length && one.path.every((key, index) => path[index] === key));
  return added.flatMap((one): Added[] => {
    if (isInside(one)) return [];
    const there = untouched.some(({ path }) => isDeepStrictEqual(path, one.path)) && document.at([...one.path]);
    if (there === undefined || there === false) return [one];
    return one.kind === 'container' ? [{ kind: 'member', path: one.path, value: there }] : [];
  });
}

/** Whether the value there is made of nothing but added parts. */
function isOnly(there: Json | undefined, path: readonly string[], added: readonly Added[]): boolean {
  const here = added.filter((one) => isDeepStrictEqual(one.path, path));
  if (Array.isArray(there)) {
    const items = here.flatMap((one) => (one.kind === 'item' ? [one.value] : []));
    return there.length > 0 && isDeepStrictEqual(there, items);
  }
  if (!isObject(there)) return here.some((one) => one.kind === 'member' && isDeepStrictEqual(there, one.value));
  if (!here.some(({ kind }) => kind === 'container')) return false;
  const members = Object.entries(there);
  return members.length > 0 && members.every(([name, value]) => isOnly(value, [...path, name], added));
}

const changed = (path: readonly string[]): string => `${path.join('.')} was changed since: what is there now stays`;
const isEmpty = (value: Json): boolean =>
  Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
