import { escapeHtml } from '@binnacle/plugin-kit';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodePatch, encodeRetry, encodeTrim, HEARTBEAT } from './frame-encoder.js';
import { parse } from './hub-test.fixture.js';

/** What a Datastar client makes of a message: the lines of its `elements`. */
const elements = (data: string) =>
  data
    .split('\n')
    .filter((line) => line.startsWith('elements '))
    .map((line) => line.slice('elements '.length))
    .join('\n');

describe('encodePatch', () => {
  it('keeps whatever text in one event, each line in `elements`', () => {
    const nasty = fc.constantFrom(
      '\r',
      '\n',
      '\r\n',
      '\u2028',
      '\u0085',
      'data: mode remove',
      'event: x',
      'id: 1',
      ':',
      ' ',
      'a',
    );
    fc.assert(
      fc.property(fc.array(nasty, { maxLength: 30 }), (parts) => {
        const html = `<p>${escapeHtml(parts.join(''))}</p>`;
        const messages = parse(encodePatch(html).toString());
        expect(messages).toHaveLength(1);
        expect(messages[0]?.event).toBe('datastar-patch-elements');
        expect(elements(messages[0]?.data ?? '')).toBe(html);
        expect(messages[0]?.data.split('\n').every((line) => line.startsWith('elements '))).toBe(true);
      }),
    );
  });

  it('turns a carriage return that nobody escaped into a newline: a lone one would end the line', () => {
    const [message] = parse(encodePatch('<p>a\rdata: mode remove\r\nb</p>').toString());
    expect(elements(message?.data ?? '')).toBe('<p>a\ndata: mode remove\nb</p>');
  });

  it('says mode and selector, and refuses a selector with a line break', () => {
    const [message] = parse(encodePatch('<li>x</li>', { mode: 'prepend', selector: '#rows' }).toString());
    expect(message?.data).toBe('mode prepend\nselector #rows\nelements <li>x</li>');
    for (const selector of ['#a\nelements <script>', '#a\relements <script>'])
      expect(() => encodePatch('', { selector })).toThrow('line break');
  });
});

describe('the other frames', () => {
  it('trims a list past what it keeps', () => {
    const [message] = parse(encodeTrim('rows', 3).toString());
    expect(message?.data).toContain('selector #rows>:nth-child(n+4)');
    expect(message?.data).toContain('mode remove');
  });

  it('spread reconnects over two seconds, so that a restart does not bring all tabs at once', () => {
    const times = Array.from({ length: 200 }, () => Number(/^retry: (\d+)\n\n$/.exec(encodeRetry().toString())?.[1]));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...times)).toBeLessThan(3_000);
    expect(new Set(times).size).toBeGreaterThan(50);
  });

  it('beat as a comment', () => {
    expect(parse(HEARTBEAT.toString())).toEqual([]);
  });
});
