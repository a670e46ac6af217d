import { describe, expect, it } from '@jest/globals';
import { redactedUrl } from './redacted-url.js';

describe('redactedUrl', () => {
  it('hides keys, codes and one-time links, and nothing else', () => {
    expect(redactedUrl('/hooks/claude-code?hold=*&key=bnk_a_b&agent=x')).toBe(
      '/hooks/claude-code?hold=*&key=[redacted]&agent=x',
    );
    expect(redactedUrl('/login/oidc/callback?code=c&state=s')).toBe(
      '/login/oidc/callback?code=[redacted]&state=[redacted]',
    );
    expect(redactedUrl('/invite/abc?x=1')).toBe('/invite/[redacted]?x=1');
    expect(redactedUrl('/notify/answer/abc')).toBe('/notify/answer/[redacted]');
    expect(redactedUrl('/api/v1/events?q=monkey=3')).toBe('/api/v1/events?q=monkey=3');
  });
});
