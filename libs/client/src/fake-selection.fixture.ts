import { matchesPatterns, parsePatterns, type WireEvent } from '@binnacle/events';

/** Whether the fake server's query parameters select an event: type and agent, which is all the tests need. */
export function selects(url: URL, event: WireEvent): boolean {
  const agent = url.searchParams.get('agent_id');
  return (
    matchesPatterns(parsePatterns(url.searchParams.get('type') ?? ''), event) && (!agent || event.agent_id === agent)
  );
}
