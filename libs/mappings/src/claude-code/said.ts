import type { JsonObject } from '@binnacle/plugin-kit';
import { text } from '../reading/attributes.js';

/** What Claude Code writes in place of a text that it was not told to send. */
const REDACTED = '<REDACTED>';

export const isRedacted = (attributes: JsonObject, key: string): boolean => attributes[key] === REDACTED;

export function said(attributes: JsonObject, ...keys: readonly string[]): string | undefined {
  const found = text(attributes, ...keys);
  return found === REDACTED ? undefined : found;
}
