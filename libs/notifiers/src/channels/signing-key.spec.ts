import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { isSecret, newSecret, signatures } from './signing-key.js';

describe('a signing key', () => {
  it('signs as the library of Standard Webhooks does, with every secret in force', () => {
    const now = Math.floor(Date.now() / 1_000);
    const [first, second, over] = [newSecret(), newSecret(), newSecret()];
    const ended = new Date(Date.now() - 1).toISOString();
    const later = new Date(Date.now() + 60_000).toISOString();
    const keys = [
      { secret: first, until: null },
      { secret: second, until: later },
      { secret: over, until: ended },
    ];
    const signature = signatures(keys, 'msg_1', now, '{"ä":1}');
    const expected = [first, second].map((secret) =>
      new Webhook(secret).sign('msg_1', new Date(now * 1_000), '{"ä":1}'),
    );
    expect(signature.split(' ')).toEqual(expected);
  });

  it.each(['', 'whsec_', 'whsec_c2hvcnQ=', 'secret', `whsec_${'A'.repeat(100)}`, `whsec_${'!'.repeat(44)}`])(
    'is not %j',
    (text) => {
      expect(isSecret(text)).toBe(false);
    },
  );

  it('is made anew each time', () => {
    const made = newSecret();
    expect([isSecret(made), made === newSecret()]).toEqual([true, false]);
  });
});
