import { describe, expect, it } from '@jest/globals';
import { html } from '../html.js';
import { snapshotHtml } from './snapshot-html.js';

describe('snapshotHtml', () => {
  it('puts one element on a line, with its text when it holds nothing else', () => {
    const view = html`<ul class="dense"><li id="a">grep: <b>2</b> calls</li><li id="b">bash &lt;x&gt;</li></ul>`;
    expect(snapshotHtml(view)).toBe(
      [
        '<ul class="dense">',
        '  <li id="a">grep:',
        '    <b>2</b>',
        '    calls',
        '  </li>',
        '  <li id="b">bash &lt;x&gt;</li>',
        '</ul>',
      ].join('\n'),
    );
  });

  it('is blind to the layout of the template', () => {
    expect(snapshotHtml('<ul>\n   <li\n  id="a">a\n b</li>\n</ul>\n')).toBe(
      snapshotHtml('<ul><li id="a">a b</li></ul>'),
    );
  });

  it('knows elements without an end, and a > inside an attribute', () => {
    expect(snapshotHtml('<p><br><input value="a > b"><svg><rect x="1"/></svg></p>')).toBe(
      ['<p>', '  <br>', '  <input value="a > b">', '  <svg>', '    <rect x="1"/>', '  </svg>', '</p>'].join('\n'),
    );
  });

  it('keeps white space that a browser shows', () => {
    expect(snapshotHtml('<div><pre>a\n  b</pre></div>')).toBe('<div>\n  <pre>a\n  b</pre>\n</div>');
  });
});
