/**
 * Text from events, made safe for a terminal: agents relay what they read, and an escape sequence in it could retitle the
 * window, rewrite lines above or fill the clipboard. Every control character becomes visible instead.
 */

/** C0 and C1 controls, DEL, and the marks that reverse or hide what follows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this looks for
const UNSAFE = /[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** On one line: line breaks and tabs become spaces. */
export const plainLine = (text: string): string => text.replace(/\s*[\r\n\t]+\s*/g, ' ').replace(UNSAFE, visible);

/** Keeps line breaks and tabs. */
export const plainText = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(UNSAFE, (mark) => (mark === '\n' || mark === '\t' ? mark : visible(mark)));

/** ␛ for ESC and so on; others by number. */
function visible(mark: string): string {
  const code = mark.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : `\\u${code.toString(16).padStart(4, '0')}`;
}
