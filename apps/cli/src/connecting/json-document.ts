import { isDeepStrictEqual } from 'node:util';
import type { Json } from '@binnacle/connect';
import {
  applyEdits,
  type FormattingOptions,
  type JSONPath,
  modify,
  type ParseError,
  parse,
  printParseErrorCode,
} from 'jsonc-parser';

/**
 * A JSON document as its text: comments, order and formatting of what is not touched stay as they are.
 *
 * Immutable; every change is a new document.
 */
export class JsonDocument {
  private read: { readonly [key: string]: Json } | undefined;

  private constructor(
    readonly text: string,
    private readonly format: FormattingOptions,
  ) {}

  /** An empty text is an empty object. @throws Error when it is no JSON object; comments and trailing commas are one */
  static read(text: string): JsonDocument {
    const body = text.trim() === '' ? '{}\n' : text;
    const errors: ParseError[] = [];
    const value: unknown = parse(body, errors, { allowTrailingComma: true });
    const [error] = errors;
    if (error) {
      const line = body.slice(0, error.offset).split('\n').length;
      throw new Error(`line ${line}: ${printParseErrorCode(error.error)}`);
    }
    if (!isObject(value)) throw new Error('it holds no JSON object');
    return new JsonDocument(body, formatOf(body));
  }

  get value(): { readonly [key: string]: Json } {
    this.read ??= parse(this.text, [], { allowTrailingComma: true }) as { readonly [key: string]: Json };
    return this.read;
  }

  at(path: JSONPath): Json | undefined {
    return path.reduce<Json | undefined>(
      (found, key) => (isObject(found) ? own(found, String(key)) : undefined),
      this.value,
    );
  }

  set(path: JSONPath, value: Json): JsonDocument {
    return this.changed(modify(this.text, path, value, { formattingOptions: this.format }));
  }

  append(path: JSONPath, value: Json): JsonDocument {
    const options = { formattingOptions: this.format, isArrayInsertion: true };
    return this.changed(modify(this.text, [...path, -1], value, options));
  }

  remove(path: JSONPath): JsonDocument {
    return this.changed(modify(this.text, path, undefined, { formattingOptions: this.format }));
  }

  /** Without the first item that equals `value`; the same document when there is none. */
  removeItem(path: JSONPath, value: Json): JsonDocument {
    const items = this.at(path);
    const index = Array.isArray(items) ? items.findIndex((item) => isDeepStrictEqual(item, value)) : -1;
    return index < 0 ? this : this.remove([...path, index]);
  }

  private changed(edits: ReturnType<typeof modify>): JsonDocument {
    return new JsonDocument(applyEdits(this.text, edits), this.format);
  }
}

export const isObject = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const own = (object: { readonly [key: string]: Json }, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

/** As the document is written: its first indented line tells. */
function formatOf(text: string): FormattingOptions {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
