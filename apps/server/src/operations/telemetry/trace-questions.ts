import { type BinnacleEvent, EventTypes } from '@binnacle/events';
import type { PostgresEventArchive } from '@binnacle/persistence';
import type { Tracer } from '@opentelemetry/api';
import { contextOf } from './context-of.js';
import { CURRENT_SPAN } from './current-span.js';

/**
 * A span without length for each step of a question, in the request that made it: asked, answered, delivered, expired … What was
 * asked and answered stays here.
 */
export function traceQuestions(archive: PostgresEventArchive, tracer: Tracer): void {
  archive.stored$.subscribe((events) => {
    for (const event of events) {
      const name = stepOf(event);
      if (!name) continue;
      const id = questionOf(event);
      const attributes = {
        'binnacle.question.id': id ?? event.id,
        'binnacle.project': event.project,
        'binnacle.agent.id': event.agentId ?? undefined,
        'binnacle.seq': event.seq.toString(),
      };
      const now = Date.now();
      tracer.startSpan(name, { attributes, startTime: now }, contextOf(CURRENT_SPAN.getStore())).end(now);
    }
  });
}

const questionOf = ({ payload }: BinnacleEvent): string | undefined =>
  typeof payload.question_id === 'string' ? payload.question_id : undefined;

function stepOf(event: BinnacleEvent): string | undefined {
  const { type } = event;
  if (type === EventTypes.agentBlocked) return 'question asked';
  if (type === EventTypes.agentResumed) return questionOf(event) ? 'question answered' : 'agent resumed';
  return type.startsWith('question:') ? type.replace(':', ' ').replaceAll('_', ' ') : undefined;
}
