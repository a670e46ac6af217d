import type { BinnacleEvent } from '@binnacle/events';
import { type Notice, preview, routes, summarise } from '@binnacle/plugin-kit';

const TEXT_CHARS = 300;

/** What people read of an event, and where they see it: a question where it is answered, anything else on its own page. */
export function noticeOf(event: BinnacleEvent, publicUrl: string): Omit<Notice, 'attempt'> {
  const who = event.agentId ?? 'An agent without a name';
  const isQuestion = event.type === 'agent:blocked';
  const what = isQuestion ? `asks: ${questionOf(event)}` : `${event.type} ${summarise(event)}`;
  const path = isQuestion ? routes.dashboard() : routes.eventPage(event.id);
  return { id: event.id, event, text: preview(`${who} ${what}`, TEXT_CHARS), url: `${publicUrl}${path}` };
}

const questionOf = ({ payload }: BinnacleEvent): string =>
  typeof payload.question === 'string' && payload.question ? payload.question : 'it is blocked and gave no question';
