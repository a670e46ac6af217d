/** What each type of event does to the bars of its run. */
import { type BinnacleEvent, type EventOf, isAfterwards, type JsonObject, textOf } from '@binnacle/plugin-kit';
import { isPromptOver } from '../shared/echoes.js';
import { begun, ended, isOpen, type Opening, opened, told } from './bars.js';
import { type Bar, type Outcome, type Run, within } from './state.js';

type ToolEvent = EventOf<'tool:called' | 'tool:started' | 'tool:completed' | 'tool:failed'>;
type ModelEvent = EventOf<'model:request' | 'model:response'>;

const OUTCOMES: Readonly<Record<string, Outcome>> = { failed: 'failed', cancelled: 'cut' };
const outcomeOf = ({ action }: BinnacleEvent): Outcome => OUTCOMES[action] ?? 'done';

/** For what only shows that the run goes on. */
export const touched = within((run) => run);

export const agentStarted = within((run, event: EventOf<'agent:started'>, at) =>
  agentOf(run, event, (bar) => isOpen(bar) || isToldOf(bar, event, at)) ? run : opened(run, event, at, agent(event)),
);

/** What an agent leaves open ends with it. */
export const agentEnded = within((run, event: BinnacleEvent, at) => {
  if (!agentOf(run, event)) return told(run, event, at, agent(event), outcomeOf(event));
  return run.bars
    .filter((bar) => isOpen(bar) && bar.kind !== 'graph' && bar.agentId === event.agentId && !isLater(bar, event, at))
    .reduce((next, bar) => ended(next, bar, at, bar.kind === 'agent' ? outcomeOf(event) : 'cut'), run);
});

/** `tool:started` after `tool:called` is the same call. */
export const toolCalled = within((run, event: ToolEvent, at) => {
  const opening = tool(event);
  const known = opening.callId
    ? calledBy(run, event, opening)
    : event.type === 'tool:started' && openCall(run, event, opening);
  return known ? run : opened(working(run, event, at), event, at, opening);
});

export const toolEnded = within((run, event: ToolEvent, at) => {
  const opening = tool(event);
  const known = opening.callId ? calledBy(run, event, opening) : openCall(run, event, opening);
  const next = prompted(run, event, at);
  return known ? ended(next, known, at, outcomeOf(event)) : told(next, event, at, opening, outcomeOf(event));
});

export const modelAsked = within((run, event: ModelEvent, at) => {
  const opening = model(event);
  // Its end came before, as a log record.
  const known = opening.callId ? calledBy(run, event, opening) : undefined;
  return known ? begun(run, known, at) : opened(working(run, event, at), event, at, opening);
});

export const modelAnswered = within((run, event: ModelEvent, at) => {
  const opening = model(event);
  const known = (opening.callId && calledBy(run, event, opening)) || openCall(run, event, opening);
  return known ? ended(run, known, at, 'done') : told(run, event, at, opening, 'done');
});

export const agentBlocked = within((run, event: EventOf<'agent:blocked'>, at) => {
  const { question, msg_id: msgId, answerable } = event.payload;
  const callId = answerable === false ? PROMPT : msgId || event.id;
  const name = question || 'waiting';
  const isSame = (bar: Bar) => isWaitOf(bar, event) && (bar.callId === callId || bar.name === name);
  if (run.bars.some((bar) => isOpen(bar) && isSame(bar))) return run;
  if (isPromptOver(event) && run.bars.some((bar) => isWaitOf(bar, event) && covers(bar, at))) return run;
  return opened(working(run, event, at), event, at, { kind: 'wait', name, callId });
});

export const agentResumed = within((run, event: EventOf<'agent:resumed'>, at) => {
  const { question_id: id, msg_id: msgId } = event.payload;
  const isMeant = (bar: Bar) => (id ? bar.eventId === id : !msgId || bar.callId === msgId);
  return run.bars
    .filter((bar) => isOpen(bar) && isWaitOf(bar, event) && isMeant(bar) && !isLater(bar, event, at))
    .reduce((next, bar) => ended(next, bar, at, 'done'), run);
});

/** A prompt to an agent that was seen before begins its next turn, of which its hooks tell no other beginning. */
export const userSaid = within((run, event: BinnacleEvent, at) =>
  agentOf(run, event) ? working(prompted(run, event, at), event, at) : prompted(run, event, at),
);

export const graphStarted = within((run, event: BinnacleEvent, at) =>
  run.bars.some((bar) => isOpen(bar) && isGraphOf(bar, event)) ? run : opened(run, event, at, graph(event)),
);

export const graphEnded = within((run, event: BinnacleEvent, at) =>
  ended(
    run,
    newest(run, (bar) => isOpen(bar) && isGraphOf(bar, event)),
    at,
    outcomeOf(event),
  ),
);

/** A prompt in the agent's own terminal: nothing tells of its answer but that the agent goes on. */
const PROMPT = 'prompt';

const prompted = (run: Run, event: BinnacleEvent, at: number): Run =>
  ended(
    run,
    newest(run, (bar) => isOpen(bar) && isWaitOf(bar, event) && bar.callId === PROMPT),
    at,
    'done',
  );

/** Between what a hook and a span say of one moment, in ms. */
const NEAR_MS = 2_000;

const covers = ({ start, end = Number.POSITIVE_INFINITY }: Bar, at: number): boolean =>
  start - NEAR_MS <= at && at <= end;

/** A span tells of what a hook told before; spans among each other are told apart by their traces. */
const isToldOf = (bar: Bar, event: BinnacleEvent, at: number): boolean =>
  isAfterwards(event) && event.graphId !== null && bar.graphId === null && covers(bar, at);

/** It has begun since: what is told afterwards does not end it. */
const isLater = ({ start }: Bar, event: BinnacleEvent, at: number): boolean => isAfterwards(event) && start > at;

/** Whoever works has begun, even if nobody told; a span or log record may tell of the work of somebody who has ended since. */
const working = (run: Run, event: BinnacleEvent, at: number): Run =>
  event.agentId === null || agentOf(run, event, (bar) => isOpen(bar) || covers(bar, at))
    ? run
    : opened(run, { ...event, parentId: null }, at, {
        kind: 'agent',
        name: agentOf(run, event)?.name ?? event.agentId,
        callId: '',
      });

const agent = ({ agentId, payload }: BinnacleEvent): Opening => ({
  kind: 'agent',
  name: (payload as { readonly name?: unknown }).name || agentId,
  callId: '',
});
const tool = ({ payload }: ToolEvent): Opening => ({
  kind: 'tool',
  name: payload.tool_name,
  callId: payload.tool_use_id ?? '',
});
const model = ({ payload }: ModelEvent): Opening => ({
  kind: 'model',
  name: payload.model,
  callId: textOf((payload as JsonObject).request_id, 256),
});
const graph = ({ graphId, nodeId }: BinnacleEvent): Opening => ({
  kind: 'graph',
  name: nodeId ?? graphId,
  callId: '',
});

/** Not `findLast`: that calls what it is given from native code, which costs several times as much. */
function newest({ bars }: Run, fits: (bar: Bar) => boolean): Bar | undefined {
  for (let index = bars.length - 1; index >= 0; index--) {
    const bar = bars[index];
    if (bar && fits(bar)) return bar;
  }
  return undefined;
}

const agentOf = (run: Run, { agentId }: BinnacleEvent, fits: (bar: Bar) => boolean = () => true): Bar | undefined =>
  newest(run, (bar) => bar.kind === 'agent' && bar.agentId === agentId && fits(bar));

const calledBy = (run: Run, { agentId }: BinnacleEvent, { kind, callId }: Opening): Bar | undefined =>
  newest(run, (bar) => bar.kind === kind && bar.callId === callId && bar.agentId === agentId);

/**
 * Without a call id, an end is that of the newest open call of the same node and name, else of the same name, or of any when it names
 * none. What a model answers with is often the name of its version: the node, or what the name begins with, tells then.
 */
function openCall(run: Run, event: BinnacleEvent, { kind, name }: Opening): Bar | undefined {
  let found: Bar | undefined;
  let foundRank = 0;
  for (let index = run.bars.length - 1; index >= 0; index--) {
    const bar = run.bars[index];
    if (!bar || !isOpen(bar) || bar.kind !== kind || bar.agentId !== event.agentId) continue;
    const rank = closeness(bar, event, name);
    if (rank === SAME_NODE_AND_NAME) return bar;
    if (rank > foundRank) [found, foundRank] = [bar, rank];
  }
  return found;
}

const SAME_NODE_AND_NAME = 4;

function closeness(bar: Bar, { nodeId, graphId }: BinnacleEvent, name: unknown): number {
  const isSameNode = nodeId !== null && bar.nodeId === nodeId && bar.graphId === graphId;
  if (!name || bar.name === name) return isSameNode ? SAME_NODE_AND_NAME : 2;
  if (bar.kind !== 'model') return 0;
  if (isSameNode) return 3;
  return String(name).startsWith(bar.name) ? 1 : 0;
}

const isWaitOf = (bar: Bar, { agentId }: BinnacleEvent): boolean => bar.kind === 'wait' && bar.agentId === agentId;

const isGraphOf = (bar: Bar, { graphId, nodeId }: BinnacleEvent): boolean =>
  bar.kind === 'graph' && bar.graphId === graphId && bar.nodeId === nodeId;
