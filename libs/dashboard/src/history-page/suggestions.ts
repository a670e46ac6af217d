import { type BinnacleEvent, QUERY_FIELDS } from '@binnacle/events';
import { term } from './history-routes.js';

const AT_MOST = 60;

/** Terms to complete with: the fields, and the types, agents, graphs and tools among these events. */
export function suggestionsFrom(events: readonly BinnacleEvent[]): string[] {
  const terms = new Set<string>();
  const add = (field: string, value: unknown) => {
    if (typeof value === 'string' && value !== '' && value.length <= 100 && terms.size < AT_MOST)
      terms.add(term(field, value));
  };
  for (const event of events) add('type', event.type);
  for (const event of events) add('agent', event.agentId);
  for (const event of events) add('graph', event.graphId);
  for (const { payload } of events) {
    const { tool_name: tool } = payload as Readonly<Record<string, unknown>>;
    if (typeof tool === 'string' && /^[\w.-]{1,60}$/.test(tool) && terms.size < AT_MOST)
      terms.add(`payload.tool_name=${tool}`);
  }
  return [...terms, ...QUERY_FIELDS.filter((field) => !field.includes('…')).map((field) => `${field}:`)];
}
