import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalPatterns, intersectPatterns, matchesPatterns, parsePatterns } from './pattern.js';

const event = (type: string) => ({ type, category: type.slice(0, type.indexOf(':')) });
const pattern = fc.constantFrom(
  '*',
  'agent:*',
  'tool:*',
  'agent:started',
  'agent:blocked',
  'tool:failed',
  'model:request',
);
const type = fc.constantFrom(
  'agent:started',
  'agent:blocked',
  'tool:failed',
  'tool:called',
  'model:request',
  'user:message',
);

describe('patterns', () => {
  it('match everything, a category or one type', () => {
    expect(matchesPatterns(parsePatterns('*'), event('x:y'))).toBe(true);
    expect(matchesPatterns(parsePatterns([]), event('x:y'))).toBe(true);
    expect(matchesPatterns(parsePatterns('agent:*, tool:failed'), event('agent:x'))).toBe(true);
    expect(matchesPatterns(parsePatterns('agent:*, tool:failed'), event('tool:failed'))).toBe(true);
    expect(matchesPatterns(parsePatterns('agent:*, tool:failed'), event('tool:called'))).toBe(false);
  });

  it.each(['agent', 'Agent:*', 'agent:', ':x', 'a:b:c', 'agent:**', '*:failed', '<script>'])('refuse %p', (text) => {
    expect(() => parsePatterns(text)).toThrow(/invalid_pattern/);
  });

  it('refuse a list past its bound', () => {
    expect(() => parsePatterns(Array.from({ length: 51 }, () => 'a:b'))).toThrow(/the limit is 50/);
  });

  it('have one canonical spelling that means the same', () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 5 }), type, (patterns, name) => {
        const set = parsePatterns(patterns);
        const canonical = canonicalPatterns(set);
        expect(canonicalPatterns(parsePatterns([...patterns].reverse()))).toEqual(canonical);
        expect(matchesPatterns(parsePatterns(canonical), event(name))).toBe(matchesPatterns(set, event(name)));
      }),
    );
  });

  it('intersect to what both select', () => {
    const list = fc.array(pattern, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(list, list, type, (a, b, name) => {
        const [left, right] = [parsePatterns(a), parsePatterns(b)];
        const both = matchesPatterns(left, event(name)) && matchesPatterns(right, event(name));
        expect(matchesPatterns(intersectPatterns(left, right), event(name))).toBe(both);
      }),
    );
  });
});
