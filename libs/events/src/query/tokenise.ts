/** Cuts a query into its terms. A term is separated by white space; quotes keep it, and `\` takes the next character as it is. */
import { queryError } from './query-error.js';

export interface Value {
  readonly text: string;
  readonly quoted: boolean;
  readonly index: number;
}

export interface Term {
  readonly negated: boolean;
  /** Absent in a term that is only text. */
  readonly field?: string;
  readonly operator?: ':' | '=' | '!=' | '>' | '>=' | '<' | '<=';
  /** One, or several separated by commas. */
  readonly values: readonly Value[];
  /** Of its first character, from 0. */
  readonly index: number;
}

/** A field's name and what follows it; the name decides that this is no plain text. */
const FIELD = /(-?)([A-Za-z][A-Za-z0-9_.-]*)(!=|>=|<=|[:=<>])/y;
const SPACE = /\s*/y;
const BARE = /[^\s,"]+/y;
const BARE_TEXT = /[^\s"]+/y;

export function tokenise(query: string): Term[] {
  const terms: Term[] = [];
  let index = 0;
  const take = (expression: RegExp): RegExpExecArray | null => {
    expression.lastIndex = index;
    const match = expression.exec(query);
    if (match) index = expression.lastIndex;
    return match;
  };
  const value = (bare: RegExp): Value | undefined => {
    const start = index;
    if (query[index] !== '"') {
      const match = take(bare);
      return match ? { text: match[0], quoted: false, index: start } : undefined;
    }
    let text = '';
    for (index++; query[index] !== '"'; index++) {
      if (query[index] === '\\') index++;
      if (index >= query.length) throw queryError(query, start, 'this quote is never closed');
      text += query[index];
    }
    index++;
    return { text, quoted: true, index: start };
  };

  for (take(SPACE); index < query.length; take(SPACE)) {
    const start = index;
    const field = take(FIELD);
    if (field) {
      const [, minus, name, operator] = field;
      const values: Value[] = [];
      do {
        const next = value(BARE);
        if (!next) throw queryError(query, index, `a value must follow ${name}${operator}`);
        values.push(next);
      } while (query[index] === ',' && ++index);
      terms.push({ negated: minus === '-', field: name, operator: operator as Term['operator'], values, index: start });
    } else {
      const negated = query[index] === '-' && ++index > 0;
      const text = value(BARE_TEXT);
      if (!text) throw queryError(query, start, 'a minus stands before what must not be there');
      terms.push({ negated, values: [text], index: start });
    }
    if (index < query.length && !/\s/.test(query[index] as string)) {
      throw queryError(query, index, 'terms are separated by a space');
    }
  }
  return terms;
}
