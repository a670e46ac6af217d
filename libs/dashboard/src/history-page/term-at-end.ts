/** What is being typed: the end of a query, which may be half a term. */
export interface TermAtEnd {
  /** All before it, to which a completion is added. */
  readonly head: string;
  /** Absent while it may still become a field's name. */
  readonly field?: string;
  /** With its operator, as it was typed: `type:`. */
  readonly lead: string;
  /** What a value must begin with. */
  readonly partial: string;
}

const FIELD = /^(-?)([A-Za-z][A-Za-z0-9_.-]*)(!=|[:=])/;

export function termAtEnd(query: string): TermAtEnd {
  const start = startOfLast(query, /\s/);
  const term = query.slice(start);
  const [lead, , field] = FIELD.exec(term) ?? [];
  if (field === undefined || lead === undefined) {
    const minus = term.startsWith('-') ? 1 : 0;
    return { head: query.slice(0, start + minus), lead: '', partial: unquoted(term.slice(minus)) };
  }
  const values = term.slice(lead.length);
  const last = startOfLast(values, /,/);
  const head = query.slice(0, start) + lead + values.slice(0, last);
  return { head, field: field.toLowerCase(), lead, partial: unquoted(values.slice(last)) };
}

/** Index behind the last separator that is in no quotes. */
function startOfLast(text: string, separator: RegExp): number {
  let start = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (quoted && character === '\\') index++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && separator.test(character)) start = index + 1;
  }
  return start;
}

const unquoted = (text: string): string => text.replace(/^"/, '').replace(/"$/, '').replace(/\\(.)/g, '$1');
