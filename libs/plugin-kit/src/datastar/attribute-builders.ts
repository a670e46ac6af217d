import { attributes } from '../attributes.js';
import type { Html } from '../html.js';
import type { Expression } from './actions.js';

type Modifier =
  | 'prevent'
  | 'stop'
  | 'once'
  | 'window'
  | 'outside'
  | 'capture'
  | 'passive'
  | `debounce.${number}ms`
  | `throttle.${number}ms`;

/** `data-on:submit__prevent="…"` with its modifiers spelled by the compiler. */
export const on = (event: string, expression: Expression, ...modifiers: readonly Modifier[]): Html =>
  attributes({ [`data-on:${[event, ...modifiers].join('__')}`]: expression });

/** Runs once the element is there, and again whenever a morph changes the expression. */
export const init = (expression: Expression): Html => attributes({ 'data-init': expression });

/** Keeps attributes the user changes (`open` of a details element) through a morph. */
export const preserve = (...names: readonly string[]): Html => attributes({ 'data-preserve-attr': names.join(' ') });
