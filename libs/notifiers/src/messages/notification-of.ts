import type { Question } from '@binnacle/coordinator';
import type { BinnacleEvent } from '@binnacle/events';
import { preview, routes, summarise } from '@binnacle/plugin-kit';
import type { RuleEvent } from '../rules/rule.js';
import type { Notification } from './notification.js';

const TITLE_CHARS = 100;
const TEXT_CHARS = 400;

type Told = Pick<Notification, 'about' | 'event' | 'question'>;

const SAYS: Readonly<Record<RuleEvent | 'test', string>> = {
  asked: 'asks',
  overdue: 'still waits: its time to answer is over',
  undelivered: 'has not taken the answer',
  failed: 'failed',
  test: '– this is a test',
};

/** What people read of it, and where they go. */
export function wordsOf({ about, event, question }: Told, publicUrl: string) {
  const who = preview(event.agentId ?? 'An agent without a name', 60);
  return {
    title: preview(`${who} ${SAYS[about]}`, TITLE_CHARS),
    text: preview(textOf(about, event, question), TEXT_CHARS),
    url: `${publicUrl}${pathOf(about, event, question)}`,
  };
}

function textOf(about: Told['about'], event: BinnacleEvent, question: Question | undefined): string {
  if (about === 'test') return 'A question would look like this. Nobody waits for an answer.';
  if (!question) return summarise(event) || event.type;
  const asked = question.question || 'it is blocked and gave no question';
  return question.action ? `${asked} (${question.action.tool})` : asked;
}

function pathOf(about: Told['about'], event: BinnacleEvent, question: Question | undefined): string {
  if (about === 'test') return '/notifications';
  // Only what is open is in the inbox.
  return question && about !== 'undelivered'
    ? `/inbox?${new URLSearchParams({ question: question.id })}`
    : routes.eventPage(question?.id ?? event.id);
}
