import os from 'node:os';
import type { Paint } from '../terminal/paint.js';
import { plainLine } from '../terminal/plain-text.js';
import { lineDiff } from './line-diff.js';
import type { PlannedChange } from './planned-change.js';

const COLOURS = { '+': 'green', '-': 'red', ' ': 'grey', '…': 'grey' } as const;

/** A change as people read it: the file, and its lines that come and go. */
export function showChange(change: PlannedChange, paint: Paint): string {
  const { before, after, file, secret } = change;
  const what = before === undefined ? ' (new)' : after === undefined ? ' (goes)' : '';
  const title = paint('bold', `${shownPath(file)}${what}`);
  if (secret) return `${title}\n  the key, readable for you alone\n`;
  const lines = lineDiff(before ?? '', after ?? '');
  return `${title}\n${lines.map(({ sign, text }) => paint(COLOURS[sign], `${sign} ${plainLine(withoutKey(text))}`.trimEnd())).join('\n')}\n`;
}

/** A screen may be shared; a name of the environment is no secret. */
const withoutKey = (line: string): string => line.replace(/(Bearer(?: |%20))(?!\$)[^"'\s]+/g, '$1…');

export function shownPath(file: string, home = os.homedir()): string {
  return home && file.startsWith(`${home}/`) ? `~${file.slice(home.length)}` : file;
}
