import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonMembers } from '@binnacle/connect';
import { isObject, type JsonDocument } from './json-document.js';

/** One thing that was added, so that it can be taken away again. `container`: an object or array that was made for others. */
export type Added =
  | { readonly kind: 'member' | 'item'; readonly path: readonly string[]; readonly value: Json }
  | { readonly kind: 'container'; readonly path: readonly string[] };

export interface Merged {
  readonly document: JsonDocument;
  readonly added: readonly Added[];
  /** For people: what was there already and stays. */
  readonly notes: readonly string[];
}

/**
 * Adds members in depth; what is there stays as it is. Items of arrays are added unless `isSame` finds them there; a member whose
 * parts are there with other values is left out whole: half of somebody else's settings and half of ours would be nobody's.
 *
 * @throws Error when something of another kind is in the way
 */
export function mergeJson(
  document: JsonDocument,
  members: JsonMembers,
  isSame: (there: Json, item: Json) => boolean = isDeepStrictEqual,
): Merged {
  const merging = new Merging(document, isSame);
  for (const [name, value] of Object.entries(members)) {
    const taken = conflict(document.at([name]), value, [name]);
    if (taken) merging.notes.push(taken);
    else merging.add([name], value);
  }
  return merging;
}

class Merging implements Merged {
  readonly added: Added[] = [];
  readonly notes: string[] = [];

  constructor(
    public document: JsonDocument,
    private readonly isSame: (there: Json, item: Json) => boolean,
  ) {}

  add(path: readonly string[], value: Json): void {
    const there = this.document.at([...path]);
    if (there === undefined) {
      this.document = this.document.set([...path], value);
      this.added.push(...partsOf(path, value));
    } else if (Array.isArray(value)) this.addItems(path, there, value);
    else if (isObject(value)) for (const [name, member] of Object.entries(value)) this.add([...path, name], member);
  }

  private addItems(path: readonly string[], there: Json, items: readonly Json[]): void {
    const found: readonly Json[] = Array.isArray(there) ? there : [];
    for (const value of items) {
      if (found.some((one) => isDeepStrictEqual(one, value))) continue;
      if (found.some((one) => this.isSame(one, value))) {
        this.notes.push(`${path.join('.')} has one already, in other words: it stays as it is`);
        continue;
      }
      this.document = this.document.append([...path], value);
      this.added.push({ kind: 'item', path, value });
    }
  }
}

/** Each part of what came at once: somebody may add to it, and then only the parts go. */
function partsOf(path: readonly string[], value: Json): readonly Added[] {
  if (Array.isArray(value)) {
    return [{ kind: 'container', path }, ...value.map((item: Json) => ({ kind: 'item', path, value: item }) as const)];
  }
  if (!isObject(value)) return [{ kind: 'member', path, value }];
  const parts = Object.entries(value).flatMap(([name, member]) => partsOf([...path, name], member));
  return [{ kind: 'container', path }, ...parts];
}

/** What keeps `value` out, as a sentence; undefined when nothing does. @throws Error for an array or object that is none */
function conflict(there: Json | undefined, value: Json, path: readonly string[]): string | undefined {
  if (there === undefined) return undefined;
  const name = path.join('.');
  if (Array.isArray(value)) {
    if (!Array.isArray(there)) throw new Error(`${name} is no array`);
    return undefined;
  }
  if (isObject(value)) {
    if (!isObject(there)) throw new Error(`${name} is no object`);
    for (const [key, member] of Object.entries(value)) {
      const found = conflict(Object.hasOwn(there, key) ? there[key] : undefined, member, [...path, key]);
      if (found) return found;
    }
    return undefined;
  }
  if (isDeepStrictEqual(there, value)) return undefined;
  return `${name} is set already, to something else: ${path[0]} stays as it is`;
}
