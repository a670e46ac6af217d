import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainLine, plainText } from './plain-text.js';

describe('text for the terminal', () => {
  it.each([
    ['clears the screen', '\u001b[2J', '␛[2J'],
    ['sets the title', '\u001b]0;pwned\u0007', '␛]0;pwned␇'],
    ['writes the clipboard', '\u001b]52;c;cm0=\u001b\\', '␛]52;c;cm0=␛\\'],
    ['is an 8-bit CSI', '\u009b31m', '\\u009b31m'],
    ['overwrites what stands there', 'evil\b\b\b\bgood', 'evil␈␈␈␈good'],
    ['reverses what follows', 'a\u202egnp.exe', 'a\\u202egnp.exe'],
    ['hides', 'a\u200bb\ufeff\u007f', 'a\\u200bb\\ufeff␡'],
  ])('shows a sequence that %s', (_, text, shown) => {
    expect(plainLine(text)).toBe(shown);
    expect(plainText(text)).toBe(shown);
  });

  it('leaves text alone', () => {
    const text = 'grün, 漢字, 🎉, 👩‍💻, naïve — “quoted”';
    expect(plainLine(text)).toBe(text);
  });

  it('a line stays one line; a text keeps its lines, and a lone carriage return overwrites nothing', () => {
    expect(plainLine('a\r\n\tb\rc')).toBe('a b c');
    expect(plainText('a\r\n\tb\rc')).toBe('a\n\tb\nc');
  });

  it('lets no control character through', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
    const control = /[\x00-\x1f\x7f-\x9f]/;
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !control.test(plainLine(text))));
  });
});
