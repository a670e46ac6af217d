import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits as text. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Names a thing that has a secret, and is none itself. */
export const newId = (): string => randomBytes(8).toString('hex');

/**
 * What is kept of a secret. One round of SHA-256 is right for 256 random bits: there is nothing to guess that a slow hash would
 * protect. Passwords, which people choose, go through `PasswordHasher`.
 */
export const hashOfSecret = (secret: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash('sha256').update(secret).digest());

export const sameHash = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);
