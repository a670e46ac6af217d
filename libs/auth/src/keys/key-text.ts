import { newId, newSecret } from '../secret.js';

/** `bnk_<id>_<secret>`: the id finds it, the prefix lets scanners recognise one that was published. */
const FORM = /^bnk_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

export interface KeyParts {
  readonly id: string;
  readonly secret: string;
}

export const newKeyParts = (id = newId()): KeyParts => ({ id, secret: newSecret() });

export const keyText = ({ id, secret }: KeyParts): string => `bnk_${id}_${secret}`;

export function parseKey(text: string): KeyParts | undefined {
  const [, id, secret] = FORM.exec(text) ?? [];
  return id && secret ? { id, secret } : undefined;
}
