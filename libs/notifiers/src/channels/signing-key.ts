import { createHmac, randomBytes } from 'node:crypto';
import type { SigningKey } from './channel.js';

const PREFIX = 'whsec_';
const SECRET_BYTES = { made: 32, min: 24, max: 64 } as const;

export const newSecret = (): string => `${PREFIX}${randomBytes(SECRET_BYTES.made).toString('base64')}`;

/** `whsec_` and base64 of 24 to 64 bytes, as Standard Webhooks wants it. */
export function isSecret(text: string): boolean {
  if (!text.startsWith(PREFIX)) return false;
  const bytes = bytesOf(text);
  return (
    bytes.length >= SECRET_BYTES.min &&
    bytes.length <= SECRET_BYTES.max &&
    bytes.toString('base64').replace(/=+$/, '') === text.slice(PREFIX.length).replace(/=+$/, '')
  );
}

export const isInForce = ({ until }: SigningKey, now = Date.now()): boolean =>
  until === null || Date.parse(until) > now;

/** The `webhook-signature` header: one signature for each secret that is in force. @param timestamp in seconds */
export function signatures(keys: readonly SigningKey[], id: string, timestamp: number, body: string): string {
  const signed = `${id}.${timestamp}.${body}`;
  return keys
    .filter((key) => isInForce(key))
    .map(({ secret }) => `v1,${createHmac('sha256', bytesOf(secret)).update(signed).digest('base64')}`)
    .join(' ');
}

const bytesOf = (secret: string): Buffer => Buffer.from(secret.slice(PREFIX.length), 'base64');
