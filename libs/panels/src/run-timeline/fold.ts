import type { BinnacleEvent } from '@binnacle/plugin-kit';
import { closed, opened, within } from './state.js';

const toolKey = ({ payload, id }: BinnacleEvent): string =>
  `tool:${typeof payload.tool_use_id === 'string' && payload.tool_use_id ? payload.tool_use_id : id}`;

export const agentStarted = within((run, event) =>
  opened(run, event, { kind: 'agent', key: `agent:${event.agentId}`, name: event.payload.name ?? event.agentId }),
);

/** The agent's end is the end of all that it left open. */
export const agentEnded = within((run, event) => {
  let next = run;
  for (let more = closed(next, event, isOf(event)); more; more = closed(next, event, isOf(event))) next = more;
  return next;
});
const isOf =
  ({ agentId }: BinnacleEvent) =>
  (bar: { readonly agentId: string | null }) =>
    bar.agentId === agentId;

export const toolCalled = within((run, event) =>
  opened(run, event, { kind: 'tool', key: toolKey(event), name: event.payload.tool_name }),
);

/** A tool that only tells its end began `duration_ms` before. */
export const toolEnded = within((run, event) => {
  const key = toolKey(event);
  const named = (bar: { readonly key: string }) => bar.key === key;
  const alike = (bar: { readonly kind: string; readonly name: string; readonly agentId: string | null }) =>
    bar.kind === 'tool' && bar.agentId === event.agentId && bar.name === event.payload.tool_name;
  const fits = event.payload.tool_use_id ? named : alike;
  return (
    closed(run, event, fits) ??
    opened(run, event, { kind: 'tool', key, name: event.payload.tool_name }, event.timestamp)
  );
});

export const modelAsked = within((run, event) =>
  opened(run, event, { kind: 'model', key: `model:${event.id}`, name: event.payload.model }),
);

export const modelAnswered = within(
  (run, event) =>
    closed(run, event, (bar) => bar.kind === 'model' && bar.agentId === event.agentId) ??
    opened(run, event, { kind: 'model', key: `model:${event.id}`, name: event.payload.model }, event.timestamp),
);

export const agentBlocked = within((run, event) =>
  opened(run, event, { kind: 'wait', key: `wait:${event.id}`, name: 'waiting for an answer' }),
);

export const agentResumed = within(
  (run, event) => closed(run, event, (bar) => bar.kind === 'wait' && bar.agentId === event.agentId) ?? run,
);

export const nodeStarted = within((run, event) =>
  opened(run, event, { kind: 'node', key: `node:${event.graphId}/${event.nodeId}`, name: event.nodeId ?? event.graphId }),
);

export const nodeEnded = within(
  (run, event) => closed(run, event, ({ key }) => key === `node:${event.graphId}/${event.nodeId}`) ?? run,
);
