/**
 * The escaping tagged template of every view. A value is text unless it is {@link Html}; there is no way round it but
 * {@link trusted}, which is for markup a developer wrote.
 *
 * Not a component framework: views are functions from state to Html.
 */
export class Html {
  constructor(private readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

export type HtmlValue = Html | string | number | bigint | null | undefined | false | readonly HtmlValue[];

const NEEDS_ESCAPE = /[&<>"'\r]/;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text as HTML text or quoted attribute value. A carriage return becomes a newline: SSE takes a lone CR as the end of a
 * field, so one in an agent's output could forge protocol lines.
 */
export function escapeHtml(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return text;
  return text.replace(/\r\n?/g, '\n').replace(/[&<>"']/g, (char) => ESCAPES[char] as string);
}

/**
 * @example html`<li id="${id}" class="row">${event.agentId} ${rows.map(row)}</li>`
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let out = parts[0] as string;
  for (let index = 0; index < values.length; index++) out += render(values[index]) + (parts[index + 1] as string);
  return new Html(out);
}

/** Markup taken as it is. Never give it text that came from an event. */
export const trusted = (markup: string): Html => new Html(markup);

export const joinHtml = (parts: readonly Html[]): Html => new Html(parts.join(''));

function render(value: HtmlValue): string {
  if (value instanceof Html) return value.toString();
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'object') return value.reduce<string>((out, item) => out + render(item), '');
  return String(value);
}
