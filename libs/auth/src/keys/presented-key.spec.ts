import { describe, expect, it } from '@jest/globals';
import { keyText, newKeyParts, parseKey } from './key-text.js';
import { presentedKey } from './presented-key.js';

const key = keyText(newKeyParts());
const from = (headers: Record<string, string>, url = '/api/v1/events', query: object = {}) =>
  presentedKey({ headers, url, query });
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

describe('presentedKey', () => {
  it.each([
    ['a Bearer token', { authorization: `Bearer ${key}` }],
    ['a Bearer token in other case', { authorization: `bearer  ${key} ` }],
    ['the password of Basic, whoever the user is', basic(`pk-lf-anything:${key}`)],
    ['the user of Basic without a password', basic(`${key}:`)],
    ['x-api-key', { 'x-api-key': key }],
    ['x-binnacle-key before a Bearer token for someone else', { 'x-binnacle-key': key, authorization: 'Bearer other' }],
  ])('is %s', (_, headers) => {
    expect(from(headers)).toBe(key);
  });

  it('is taken from the URL of hooks and MCP, and of nothing else', () => {
    expect(from({}, '/hooks/claude-code?key=x', { key })).toBe(key);
    expect(from({}, '/mcp?key=x', { key })).toBe(key);
    expect(from({}, '/api/v1/events?key=x', { key })).toBeUndefined();
    expect(from({}, '/mcpx?key=x', { key })).toBeUndefined();
    expect(from({}, '/hooks/claude-code', { key: ['a', 'b'] })).toBeUndefined();
  });

  it('is there, though no key, when an Authorization is of a form nobody knows', () => {
    expect(from({ authorization: 'Digest' })).toBe('');
    expect(from({})).toBeUndefined();
  });
});

describe('the text of a key', () => {
  it('is read back, and nothing near it', () => {
    const parts = newKeyParts();
    expect(parseKey(keyText(parts))).toEqual(parts);
    for (const text of ['', 'bnk_', `${key}x`, ` ${key}`, key.replace('bnk_', 'BNK_'), key.slice(0, -1)])
      expect(parseKey(text)).toBeUndefined();
  });
});
