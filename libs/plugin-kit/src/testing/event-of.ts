import { type BinnacleEvent, createEvent, DEFAULT_PROJECT, type EventInput, parseEvent } from '@binnacle/events';

let lastSeq = 0n;

/**
 * An archived event as a panel would see it, checked like one that came over HTTP. `seq` grows from call to call.
 *
 * @example eventOf('tool:failed', { agentId: 'a-1', payload: { tool_name: 'grep' } })
 */
export function eventOf<T extends string>(
  type: T,
  input: EventInput<T> & { readonly seq?: bigint } = {},
): BinnacleEvent {
  const { seq = ++lastSeq, ...rest } = input;
  const draft = parseEvent(createEvent(type, rest as unknown as EventInput<T>), {
    project: DEFAULT_PROJECT,
    receivedAt: new Date().toISOString(),
  });
  return { ...draft, seq };
}
