import { type BinnacleEvent, isAfterwards } from '@binnacle/plugin-kit';

/** Between what a hook and a span say of one moment. */
const NEAR_MS = 2_000;

/** A prompt in the agent's terminal, told by a span when it was over: nobody could answer it here. */
export const isPromptOver = (event: BinnacleEvent): boolean =>
  isAfterwards(event) && (event.payload as { readonly answerable?: unknown }).answerable === false;

/** Without the prompts that a question told too, which could be answered here. */
export function withoutEchoes(events: readonly BinnacleEvent[]): BinnacleEvent[] {
  const asked = events.filter((event) => event.type === 'agent:blocked' && !isPromptOver(event));
  const closed = events.filter((event) => event.type === 'agent:resumed' && !isPromptOver(event));
  const isTold = (event: BinnacleEvent, by: readonly BinnacleEvent[]) =>
    by.some(({ agentId, timestamp }) => agentId === event.agentId && isNear(timestamp, event.timestamp));
  return events.filter((event) => {
    if (!isPromptOver(event)) return true;
    return event.type === 'agent:blocked' ? !isTold(event, asked) : !isTold(event, closed);
  });
}

const isNear = (a: string, b: string): boolean => Math.abs(Date.parse(a) - Date.parse(b)) <= NEAR_MS;
