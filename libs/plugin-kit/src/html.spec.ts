import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attributes } from './attributes.js';
import { action, postForm } from './datastar/actions.js';
import { init, on, preserve } from './datastar/attribute-builders.js';
import { partId } from './dom-ids.js';
import { html, joinHtml, trusted } from './html.js';

describe('html', () => {
  it('escapes every value in text and attributes', () => {
    const hostile = `<img src=x onerror="alert('1')">&`;
    expect(html`<p title="${hostile}">${hostile}</p>`.toString()).toBe(
      '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;">' +
        '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;</p>',
    );
  });

  it('turns carriage returns into newlines, which SSE would take as the end of a line', () => {
    expect(html`<p>${'a\rdata: elements <b>\r\nc'}</p>`.toString()).toBe('<p>a\ndata: elements &lt;b&gt;\nc</p>');
  });

  it('nests, joins lists, and leaves out what is absent', () => {
    expect(
      html`<ul>${[1, 2n, 'x'].map((item) => html`<li>${item}</li>`)}${null}${undefined}${false}</ul>`.toString(),
    ).toBe('<ul><li>1</li><li>2</li><li>x</li></ul>');
    expect(joinHtml([html`<a>`, trusted('<b>')]).toString()).toBe('<a><b>');
  });

  it('never lets text out of its place, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html`${text}`.toString()).not.toMatch(/[<>"'\r]/);
      }),
    );
  });
});

describe('attributes', () => {
  it('writes values quoted and escaped, flags bare, and leaves out absent ones', () => {
    expect(attributes({ id: 'a"b', required: true, hidden: false, title: null, max: 3 }).toString()).toBe(
      ' id="a&quot;b" required max="3"',
    );
  });

  it('refuses a name that HTML cannot hold', () => {
    expect(() => attributes({ 'x onload': 'y' })).toThrow(/invalid_plugin/);
  });
});

describe('Datastar builders', () => {
  it('spell the stream as DESIGN wants it', () => {
    const get = action('get', '/events?at=1', {
      retry: 'always',
      retryMaxCount: 'endless',
      requestCancellation: 'cleanup',
      noSignals: true,
    });
    expect(init(get).toString()).toBe(
      ` data-init="@get(&#39;/events?at=1&#39;,{retry:&#39;always&#39;,retryMaxCount:Infinity,requestCancellation:&#39;cleanup&#39;,filterSignals:{include:/^$/}})"`,
    );
  });

  it('post a form to its own action, so that no data stands in the expression', () => {
    expect(on('submit', postForm(), 'prevent').toString()).toBe(
      ` data-on:submit__prevent="@post(el.action,{contentType:&#39;form&#39;})"`,
    );
    expect(preserve('open').toString()).toBe(' data-preserve-attr="open"');
  });

  it('encode what could end the expression’s string', () => {
    expect(action('post', "/a'b\\c")).toBe(`@post('/a%27b%5Cc')`);
  });
});

describe('partId', () => {
  it('is readable for plain parts and a stable hash for anything else', () => {
    expect(partId('blocked', 'q1')).toBe('p-blocked-q1');
    expect(partId('blocked', 'a b"')).toMatch(/^p-blocked-h[\w-]{22}$/);
    expect(partId('blocked', 'a b"')).toBe(partId('blocked', 'a b"'));
    expect(partId('blocked', 'a', 'b c')).not.toBe(partId('blocked', 'a b', 'c'));
  });
});
