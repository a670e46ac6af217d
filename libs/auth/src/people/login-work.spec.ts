/** A login does the same slow work whether there is such an account or not: how long it takes tells nothing. */
import { beforeEach, expect, it, jest } from '@jest/globals';

const argon2 = await import('@node-rs/argon2');
const verify = jest.fn(argon2.verify);
const hash = jest.fn(argon2.hash);
jest.unstable_mockModule('@node-rs/argon2', () => ({ ...argon2, verify, hash }));
const { PasswordHasher } = await import('./password-hasher.js');
const { LoginService } = await import('./login.service.js');

const known = { id: 'u1', email: 'ada@example.com', disabledAt: null, passwordHash: '' };
const disabled = { ...known, id: 'u2', email: 'eve@example.com', disabledAt: new Date(0) };
/** Came by OpenID Connect. */
const withoutPassword = { ...known, id: 'u3', email: 'ivy@example.com', passwordHash: null };
const accounts = [known, disabled, withoutPassword];
const hasher = new PasswordHasher();
const database = {
  user: {
    findUnique: async ({ where: { email } }: { where: { email: string } }) =>
      accounts.find((account) => account.email === email) ?? null,
  },
};
const delays = { assertMay() {}, failed() {}, succeeded() {} };
const audit = { record: async () => {} };
const logins = new LoginService(database as never, hasher, delays as never, {} as never, audit as never);
const refused = (email: string) =>
  logins.withPassword({ email, password: 'a wrong one', address: '10.0.0.1', userAgent: 'test', before: undefined });

beforeEach(async () => {
  known.passwordHash ||= await hasher.hash('the right one');
  disabled.passwordHash = known.passwordHash;
  // What there is to be done once is done.
  await expect(refused(known.email)).rejects.toMatchObject({ code: 'login_refused' });
  await expect(refused('nobody@example.com')).rejects.toMatchObject({ code: 'login_refused' });
  verify.mockClear();
  hash.mockClear();
});

it.each([...accounts.map(({ email }) => email), 'nobody@example.com'])('one hash is computed for %s', async (email) => {
  await expect(refused(email)).rejects.toMatchObject({ code: 'login_refused' });
  expect([verify.mock.calls.length, hash.mock.calls.length]).toEqual([1, 0]);
  // As slow as every other: the same parameters.
  expect(String(verify.mock.calls[0]?.[0])).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});
