import { isDeepStrictEqual } from 'node:util';
import { type Addition, type HookClient, type Json } from '@binnacle/connect';
import type { Scope } from './client-files.js';
import { isObject } from './json-document.js';
import { type Added, mergeJson } from './merge-json.js';
import { isOurs, parsed, withoutOurs } from './plan-undo.js';
import type { PlannedChange } from './planned-change.js';
import type { Receipt } from './receipts.js';
import { readText, splitBom } from './text-file.js';
import { addBlock } from './toml-block.js';

export interface Target {
  readonly client: HookClient;
  readonly scope: Scope;
  readonly project: string | null;
  readonly url: string;
  readonly file: string;
  /** Of an earlier time, for this file. */
  readonly receipt: Receipt | undefined;
}

/**
 * A file with what is added to it. What an earlier time added is taken away first, so that another server or another choice
 * replaces it; the same again changes nothing.
 *
 * @throws Error when the file can't be read, or something of another kind is in the way
 */
export async function planConnection(target: Target, addition: Addition): Promise<PlannedChange> {
  const before = await readText(target.file);
  const fresh = target.receipt ? await withoutOurs(target.receipt, before) : { text: before, notes: [] };
  const merged = await merge(target, addition, fresh.text);
  const { client, scope, project, url, file, receipt } = target;
  const isAsBefore = receipt && before !== undefined && (await holds(target, addition, before));
  const after = isAsBefore ? before : merged.text;
  const format = addition.format;
  return {
    file,
    before,
    after,
    original: fresh.text,
    receipt: after === fresh.text ? undefined : { file, client, scope, project, url, format, added: merged.added },
    notes: [...fresh.notes, ...merged.notes],
    ...(receipt && { isOurs: isOurs(receipt, before) }),
  };
}

interface Text {
  readonly text: string | undefined;
  readonly added: readonly Added[];
  readonly notes: readonly string[];
}

async function merge({ file, client }: Target, addition: Addition, text: string | undefined): Promise<Text> {
  const [bom, body] = splitBom(text ?? '');
  if (addition.format === 'toml') {
    const { text: made, notes } = await addBlock(body, addition.tables).catch((error: Error) => {
      throw new Error(`${file} can't be read, so it is left alone: ${error.message}`);
    });
    return { text: made === body ? text : bom + made, added: [], notes };
  }
  const found = parsed(file, body);
  try {
    const { document, added, notes } = mergeJson(found, addition.members, sameDoor(client));
    return { text: added.length === 0 ? text : bom + document.text, added, notes };
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

/** Whether the file says all of this already, and nothing of an earlier choice, however it is formatted by now. */
async function holds({ receipt, file }: Target, addition: Addition, text: string): Promise<boolean> {
  if (!receipt || receipt.format !== addition.format) return false;
  const [, body] = splitBom(text);
  if (addition.format === 'toml') return (await addBlock(body, addition.tables)).text === body;
  const wanted = mergeJson(parsed(file, ''), addition.members).added;
  const ours = receipt.added.filter(({ kind }) => kind !== 'container');
  return (
    ours.every((one) => wanted.some((other) => isDeepStrictEqual(one, other))) &&
    mergeJson(parsed(file, body), addition.members).added.length === 0
  );
}

/** A hook that tells this server already, as one that was written by hand: two would tell everything twice. */
function sameDoor(client: HookClient): (there: Json, item: Json) => boolean {
  return (there, item) => {
    const door = doorsIn(item, client)[0];
    return door !== undefined && doorsIn(there, client).includes(door);
  };
}

/** The servers to which a group of hooks tells, by their URLs. */
export function doorsIn(group: Json, client: HookClient): readonly string[] {
  const hooks = isObject(group) && Array.isArray(group.hooks) ? (group.hooks as readonly Json[]) : [];
  return hooks.flatMap((hook) => {
    if (!isObject(hook)) return [];
    const text = [hook.url, hook.command].filter((one) => typeof one === 'string').join(' ');
    const [, server] = new RegExp(`(https?://[^\\s'"]+?)/hooks/${client}(?![\\w-])`).exec(text) ?? [];
    return server ? [server] : [];
  });
}
