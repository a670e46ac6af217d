import type { AnswerToGive, Question } from '@binnacle/coordinator';
import { valueOfOption } from '@binnacle/events';
import { preview } from '@binnacle/plugin-kit';

/** What ntfy has room for. */
const MAX_ANSWERS = 3;
const LABEL_CHARS = 40;

export interface QuickAnswer {
  readonly label: string;
  readonly reply: Pick<AnswerToGive, 'decision' | 'answer'>;
}

/**
 * What a question can be answered with by one press; none when it wants words.
 *
 * @param isShownWhole whoever answers has read all of it: else it can only be refused
 */
export function quickAnswers({ kind, items, options, allowed }: Question, isShownWhole: boolean): QuickAnswer[] {
  if (items.length > 0) return [];
  if (kind === 'choice' && isShownWhole) {
    return options.slice(0, MAX_ANSWERS).map((option) => ({
      label: preview(typeof option === 'string' ? option : option.label || option.value, LABEL_CHARS),
      reply: { answer: valueOfOption(option) },
    }));
  }
  if (kind !== 'approval') return [];
  const answers: QuickAnswer[] = [];
  if (allowed.includes('approve') && isShownWhole) answers.push({ label: 'Approve', reply: { decision: 'approve' } });
  if (allowed.includes('reject')) answers.push({ label: 'Reject', reply: { decision: 'reject' } });
  return answers;
}
