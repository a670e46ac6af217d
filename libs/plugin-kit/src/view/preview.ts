const UNEVEN_SPACE = /^\s|\s$|[^\S ]|\s\s/;

/** A value as one short line: texts as they are, everything else as JSON; cut at `max` characters with an ellipsis. */
export function preview(value: unknown, max = 160): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value.slice(0, max * 4) : (JSON.stringify(value)?.slice(0, max * 4) ?? '');
  const line = UNEVEN_SPACE.test(text) ? text.replace(/\s+/g, ' ').trim() : text;
  if (line.length <= max) return line;
  // Never between the halves of a surrogate pair: the rest would be shown as a replacement character.
  const end = /[\uD800-\uDBFF]/.test(line.charAt(max - 2)) ? max - 2 : max - 1;
  return `${line.slice(0, end)}…`;
}
