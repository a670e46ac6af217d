import { type JsonValue, readMessages } from '@binnacle/plugin-kit';

/** The words of the last message of a role, or of the last one. */
export function messageText(messages: JsonValue | undefined, role?: string): string | undefined {
  const all = readMessages(messages);
  const isAlone = all.length === 1;
  return all.findLast(
    (one) => one.text !== undefined && (role === undefined || one.role === role || (isAlone && one.role === undefined)),
  )?.text;
}
