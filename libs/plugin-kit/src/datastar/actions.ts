/**
 * Builders of Datastar action expressions. They take URLs and options that the *developer* wrote; what an event says
 * travels in attributes and form fields, never inside an expression, because injected expressions run even escaped.
 */
export type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** `el.action` posts to the form's own `action`, so that one constant expression serves every card. */
export type ActionTarget = { readonly expression: 'el.action' } | `/${string}`;

export interface ActionOptions {
  /** `form` sends the closest form instead of the signals. */
  readonly contentType?: 'json' | 'form';
  readonly retry?: 'auto' | 'error' | 'always' | 'never';
  /** `endless` is `Infinity`. */
  readonly retryMaxCount?: number | 'endless';
  readonly requestCancellation?: 'auto' | 'cleanup' | 'disabled';
  readonly openWhenHidden?: boolean;
  /** Send no signals: keeps them out of URLs and access logs. */
  readonly noSignals?: boolean;
}

/** A Datastar expression made by this module. */
export type Expression = string & { readonly __expression: unique symbol };

/** Posts the form the attribute stands on to its own `action`, urlencoded. */
export const postForm = (): Expression => action('post', { expression: 'el.action' }, { contentType: 'form' });

export function action(method: HttpMethod, target: ActionTarget, options: ActionOptions = {}): Expression {
  const url = typeof target === 'string' ? quote(target) : target.expression;
  const fields = Object.entries(options).flatMap(([name, value]) => option(name, value));
  return (fields.length ? `@${method}(${url},{${fields.join(',')}})` : `@${method}(${url})`) as Expression;
}

function option(name: string, value: unknown): string[] {
  if (value === undefined) return [];
  if (name === 'noSignals') return value ? ['filterSignals:{include:/^$/}'] : [];
  if (value === 'endless') return [`${name}:Infinity`];
  return [`${name}:${typeof value === 'string' ? quote(value) : String(value)}`];
}

/** Single-quoted, so that it stands in a double-quoted attribute; percent-encodes what could end it. */
const quote = (text: string): string =>
  `'${text.replace(/['\\\r\n]/g, (char) => encodeURIComponent(char).replace("'", '%27'))}'`;
