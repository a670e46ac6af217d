const STATES: ReadonlySet<string> = new Set(['started', 'blocked', 'resumed', 'completed', 'failed', 'cancelled']);

/** Whether an event of this type says how an agent is from then on. */
export const tellsState = (type: string): boolean => {
  const [category, action = ''] = type.split(':', 2);
  return category === 'agent' && STATES.has(action);
};

/**
 * Whether it was told when it was over, as spans and log records are: seconds later, when the agent may have gone on and may wait for
 * somebody. Such an event has `afterwards: true` in its payload, and says nothing of what came after its `timestamp`.
 */
export const isAfterwards = ({ payload }: { readonly payload: object }): boolean =>
  (payload as { readonly afterwards?: unknown }).afterwards === true;
