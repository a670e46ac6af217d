import { isJsonObject, type JsonObject } from '@binnacle/events';
import { textOf } from '@binnacle/ingest';

/** Characters of all edits; beyond them the arguments themselves have to be read. */
const MAX_CHARS = 4_000;

/** What a tool would change in a file, as a diff to read: JSON with escaped line ends is no way to show code. */
export function editsOf(tool: string, input: JsonObject): JsonObject[] {
  const path = textOf(input.file_path) ?? textOf(input.path) ?? tool;
  const changes = Array.isArray(input.edits) ? input.edits.filter(isJsonObject) : [input];
  const hunks = changes.flatMap((change) => {
    const removed = textOf(change.old_string);
    const added = textOf(change.new_string) ?? (removed ? '' : textOf(change.content));
    if (added === undefined) return [];
    return [[...marked('-', removed), ...marked('+', added)].join('\n')];
  });
  const text = hunks.join('\n\n');
  return text === '' || text.length > MAX_CHARS ? [] : [{ kind: 'diff', title: path, text }];
}

const marked = (mark: string, text: string | undefined): string[] =>
  text ? text.split('\n').map((line) => `${mark}${line}`) : [];
