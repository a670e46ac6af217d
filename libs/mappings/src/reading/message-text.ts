import { isJsonObject, type JsonValue } from '@binnacle/plugin-kit';
import { parsed } from './attributes.js';

/** The words of the last message of a role, or of the last one: whichever shape the messages have. */
export function messageText(messages: JsonValue | undefined, role?: string): string | undefined {
  const value = typeof messages === 'string' ? parsed(messages) : messages;
  if (typeof value === 'string') return value || undefined;
  if (isJsonObject(value)) return role === undefined || !value.role || value.role === role ? wordsOf(value) : undefined;
  if (!Array.isArray(value)) return undefined;
  const ofRole = value.filter((item) => role === undefined || (isJsonObject(item) && item.role === role));
  const last = ofRole.findLast((item) => wordsOf(item) !== undefined);
  return last === undefined ? undefined : wordsOf(last);
}

function wordsOf(message: JsonValue): string | undefined {
  if (typeof message === 'string') return message || undefined;
  if (!isJsonObject(message)) return undefined;
  const parts = message.parts ?? message.content ?? message.text ?? message.message;
  if (typeof parts === 'string') return parts || undefined;
  if (isJsonObject(parts)) return wordsOf(parts);
  if (!Array.isArray(parts)) return undefined;
  const words = parts.flatMap((part) => {
    if (typeof part === 'string') return [part];
    if (!isJsonObject(part)) return [];
    const said = part.content ?? part.text;
    return typeof said === 'string' && (part.type === undefined || part.type === 'text') ? [said] : [];
  });
  return words.join('\n') || undefined;
}
