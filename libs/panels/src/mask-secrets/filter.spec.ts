import { type EventDraft, type Filter, Settings } from '@binnacle/plugin-kit';
import { eventOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { maskSecrets } from './filter.js';

const filterWith = (environment: Record<string, string> = {}) => {
  const settings: Settings = { get: (name) => environment[name] };
  const { apply } = maskSecrets.useFactory(settings) as Filter;
  return apply as (event: EventDraft) => EventDraft | null;
};
const mask = (payload: Record<string, unknown>, environment?: Record<string, string>) =>
  filterWith(environment)(eventOf('tool:completed', { payload: payload as never }))?.payload as Record<string, unknown>;

describe('the mask-secrets filter', () => {
  it.each([
    ['OPENAI sk-proj-abcdefghijklmnopqrstuvwxyz', 'API key'],
    [`key sk-${'ant'}-api03-abcdefghijklmnop`, 'API key'],
    ['token ghp_abcdefghijklmnopqrstuvwxyz0123456789', 'GitHub token'],
    ['github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz', 'GitHub token'],
    ['xoxb-1234567890-abcdefghij', 'Slack token'],
    ['aws AKIAIOSFODNN7EXAMPLE done', 'AWS key'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N', 'JWT'],
    ['Authorization: Bearer abcdefghijklmnop1234', 'bearer token'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIEow==\n-----END RSA PRIVATE KEY-----', 'private key'],
    ['postgresql://user:hunter2secret@db/x', 'password in URL'],
    ['PASSWORD="correct horse"', 'secret'],
    ['{"api_key": "abc123def456"}', 'secret'],
  ])('masks %p', (text, name) => {
    const { output } = mask({ output: `before ${text} after` });
    expect(output).toContain(`[masked ${name}]`);
    expect(output).toMatch(/^before [\s\S]* after$/);
    expect(output).not.toMatch(/hunter2|MIIEow|abcdefghijkl|AKIAIOSF|abc123def|dozjgNry/);
  });

  it('masks by key, at any depth, in lists too', () => {
    expect(mask({ input: { env: [{ password: 'x', user: 'ada' }], Authorization: 'Basic abc' } })).toEqual({
      input: { env: [{ password: '[masked value]', user: 'ada' }], Authorization: '[masked value]' },
    });
  });

  it.each([
    'const token = getToken()',
    'task-sk-1',
    'the password field is empty',
    'https://example.com:8080/a@b',
    'risk-free',
  ])('leaves %p alone, the same object back', (text) => {
    const event = eventOf('tool:completed', { payload: { output: text } });
    expect(filterWith()(event)).toBe(event);
  });

  it('is linear: a megabyte of the worst text takes no time to speak of', () => {
    const started = performance.now();
    for (const piece of [
      'a',
      'sk-',
      'eyJ',
      'eyJaaaaaaaaa.',
      '://a:',
      '-----BEGIN ',
      'password=',
      'Bearer ',
      '"',
      'AKIA',
    ]) {
      mask({ output: piece.repeat(Math.ceil(1_000_000 / piece.length)) });
    }
    // A quadratic expression takes minutes here; the bound is loose because the machine may be busy.
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('can be turned off, and taught more patterns', () => {
    const text = 'sk-proj-abcdefghijklmnopqrstuvwxyz EMP-12345';
    expect(mask({ output: text }, { BINNACLE_MASK_SECRETS: 'off' }).output).toBe(text);
    expect(mask({ output: text }, { BINNACLE_MASK_PATTERNS: 'EMP-\\d+' }).output).toBe(
      '[masked API key] [masked value]',
    );
  });

  it.each([
    [{ BINNACLE_MASK_SECRETS: 'maybe' }, /BINNACLE_MASK_SECRETS is "maybe"; allowed: on, off/],
    [{ BINNACLE_MASK_PATTERNS: '(' }, /BINNACLE_MASK_PATTERNS: "\("/],
    [{ BINNACLE_MASK_PATTERNS: 'a*' }, /matches nothing at all/],
  ])('refuses %j at start', (environment, message) => {
    expect(() => filterWith(environment)).toThrow(message);
  });
});
