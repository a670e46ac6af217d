import type { JsonObject } from '@binnacle/events';
import { describe, expect, it } from '@jest/globals';
import { eventWords } from './event-words.js';

const words = (payload: JsonObject) => eventWords({ payload })?.toString() ?? '';

describe('the words of an event', () => {
  it('are its messages by who said them, in whichever shape, and long texts with their line breaks', () => {
    const html = words({
      input: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', parts: [{ type: 'text', content: 'How long is it?' }] },
      ],
      output: [{ role: 'assistant', content: [{ type: 'text', text: 'Three lines.' }] }],
      error: 'first line\nsecond line',
    });
    expect(html).toMatch(/Given[\s\S]*is-system[\s\S]*Be brief\.[\s\S]*is-person[\s\S]*How long is it\?/);
    expect(html).toMatch(/Gave back[\s\S]*is-agent[\s\S]*Three lines\.[\s\S]*Error[\s\S]*first line\nsecond line/);
  });

  it('are none where the JSON says it as well', () => {
    expect(words({ tool_name: 'bash', input: { path: 'a' }, output: 'ok', error: null })).toBe('');
    expect(words({ input: 5, output: [], result: {} })).toBe('');
  });

  it('are bounded, and text whatever they hold', () => {
    const messages = Array.from({ length: 500 }, (_, n) => ({ role: 'user', content: `message ${n}.` }));
    const html = words({ input: messages, output: '<script>\n'.repeat(100_000) });
    expect(html).not.toContain('message 439.');
    expect(html).toContain('message 499.');
    expect(html.length).toBeLessThan(250_000);
    expect(html).not.toContain('<script>');
  });
});
