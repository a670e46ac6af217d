import type { Question } from '@binnacle/coordinator';

/** ntfy makes a file of a message over 4,096 bytes; a character of ours may be four. */
const MAX_BYTES = 3_500;

/** Everything a question shows, as one text for a phone; undefined when there is more than fits, or something to look at. */
export function phoneText({ question, action, context }: Question): string | undefined {
  if (context.length > 0) return undefined;
  const args = action && `${action.tool} ${JSON.stringify(action.args, null, 1)}`;
  const text = [question, args].filter(Boolean).join('\n\n');
  return text !== '' && Buffer.byteLength(text) <= MAX_BYTES ? text : undefined;
}
