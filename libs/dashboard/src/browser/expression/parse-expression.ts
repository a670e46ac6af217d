/**
 * Source text of a `data-*` attribute → syntax tree, remembered by its text: a list of cards repeats the same few.
 * Parsing is all that happens here; nothing is ever compiled to code, so the pages need no `unsafe-eval`.
 */
import jsep from 'jsep';
import { actionPlugin } from './action-plugin.js';
import { assignmentPlugin } from './assignment-plugin.js';
import { objectPlugin } from './object-plugin.js';
import { regexPlugin } from './regex-plugin.js';
import type { Syntax } from './syntax.js';
import { thunkPlugin } from './thunk-plugin.js';

jsep.plugins.register(regexPlugin, objectPlugin, assignmentPlugin, actionPlugin, thunkPlugin);
jsep.addUnaryOp('typeof');
jsep.addLiteral('undefined', undefined);

/** Card ids appear in expressions, so the distinct texts of a long-lived tab are not bounded by the page. */
const MAX_REMEMBERED = 500;
const remembered = new Map<string, Syntax>();

export function parseExpression(source: string): Syntax {
  const known = remembered.get(source);
  if (known) return known;
  const syntax = jsep(source) as unknown as Syntax;
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(source, syntax);
  return syntax;
}
