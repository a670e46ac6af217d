import type { Html } from '../html.js';

const TOKEN = /<!--[\s\S]*?-->|<\/?[A-Za-z](?:"[^"]*"|'[^']*'|[^>"'])*>|[^<]+|</g;
const VOID = /^<(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)[\s/>]/i;
/** Where white space is content. */
const VERBATIM = /^<(?:pre|textarea)[\s>]/i;

/**
 * HTML for a snapshot: one element per line, indented; an element that holds only text stays on its line. White space that a browser
 * would not show is gone, so that a change of layout in the template is no change here.
 *
 * Not a validator and not a parser: what was not closed goes on being indented.
 *
 * @example assert.equal(snapshotHtml(render(panel, state)), '<ul>\n  <li id="p-tools-grep">grep: 2</li>\n</ul>')
 */
export function snapshotHtml(html: string | Html): string {
  const lines: string[] = [];
  const open: string[] = [];
  const put = (text: string) => lines.push('  '.repeat(open.length) + text);
  /** The last line is a start tag, perhaps with text: its end tag belongs to it. */
  let fresh = false;
  for (const [token] of String(html).matchAll(TOKEN)) {
    if (token.startsWith('</')) {
      open.pop();
      if (fresh) lines.push((lines.pop() ?? '') + token);
      else put(token);
      fresh = false;
    } else if (/^<[A-Za-z]/.test(token)) {
      put(token.replace(/\s+/g, ' '));
      fresh = !VOID.test(token) && !token.endsWith('/>');
      if (fresh) open.push(token);
    } else {
      const verbatim = VERBATIM.test(open.at(-1) ?? '');
      const text = verbatim ? token : token.replace(/\s+/g, ' ').trim();
      if (text === '') continue;
      if (fresh) lines.push((lines.pop() ?? '') + text);
      else put(text);
    }
  }
  return lines.join('\n');
}
