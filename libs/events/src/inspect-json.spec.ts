import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isStorableText, toStorable } from './inspect-json.js';

describe('storable text', () => {
  it('is what is well formed and has no NUL', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', '\0', '\ud800', '\udc00', '😀'), (text, extra) => {
        const candidate = text + extra;
        // Encoding replaces unpaired surrogates: text that survives the round trip had none.
        const wellFormed = Buffer.from(candidate).toString() === candidate;
        expect(isStorableText(candidate)).toBe(wellFormed && !candidate.includes('\0'));
      }),
    );
  });

  it('is what toStorable makes of any value, and good values stay as they are', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const storable = toStorable(value);
        const text = JSON.stringify(storable);
        expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/i);
        if (!/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value))) expect(storable).toEqual(value);
      }),
    );
    expect(toStorable({ 'a\0': ['\ud800x', 1, null] })).toEqual({ 'a\ufffd': ['\ufffdx', 1, null] });
  });
});
