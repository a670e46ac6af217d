import { type BinnacleEvent, RecentMap } from '@binnacle/plugin-kit';

/** Runs held: those with the newest activity. More than are shown, so that many at once do not push each other out. */
export const RUNS_HELD = 20;
/** Bars held of a run: the newest, and what still goes on. */
export const BARS_HELD = 200;

export type BarKind = 'graph' | 'agent' | 'tool' | 'model' | 'wait';

/** `cut`: its agent ended before it, or it was cancelled. */
export type Outcome = 'running' | 'done' | 'failed' | 'cut';

/** Something that took time. Times are epoch milliseconds. */
export interface Bar {
  readonly kind: BarKind;
  readonly name: string;
  readonly agentId: string | null;
  readonly graphId: string | null;
  readonly nodeId: string | null;
  /** What its end names too: a tool's `tool_use_id`, a question's `msg_id`; else empty. */
  readonly callId: string;
  /** As told: the id of an event, a call, an agent or a node. */
  readonly parentId: string | null;
  /** The event that told of it first. */
  readonly eventId: string;
  readonly start: number;
  /** Undefined while it goes on. */
  readonly end: number | undefined;
  readonly outcome: Outcome;
}

export interface Run {
  readonly kind: 'session' | 'graph' | 'agent';
  readonly id: string;
  /** In the order they were told. */
  readonly bars: readonly Bar[];
  /** Bars that were let go of. */
  readonly forgotten: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

export interface TimelineState {
  readonly runs: RecentMap<string, Run>;
}

export const initial = (): TimelineState => ({ runs: RecentMap.of(RUNS_HELD) });

/** A change of the run an event belongs to, as a reducer. An event without a run is none of ours. */
export const within =
  <E extends BinnacleEvent>(change: (run: Run, event: E, at: number) => Run) =>
  (state: TimelineState, event: E): TimelineState => {
    const of = runOf(event);
    if (!of) return state;
    const at = Date.parse(event.timestamp);
    const key = JSON.stringify(of);
    const known = state.runs.get(key) ?? { ...of, bars: [], forgotten: 0, firstAt: at, lastAt: at };
    const run = change(known, event, at);
    return { runs: state.runs.set(key, spanning(run, at, at)) };
  };

/** The run, stretched to hold these times. */
export const spanning = ({ kind, id, bars, forgotten, firstAt, lastAt }: Run, first: number, last: number): Run => ({
  kind,
  id,
  bars,
  forgotten,
  firstAt: Math.min(firstAt, first),
  lastAt: Math.max(lastAt, last),
});

/** Members by name: V8 takes twenty times as long to spread an object and replace members of it. */
export const withBars = ({ kind, id, firstAt, lastAt }: Run, bars: readonly Bar[], forgotten: number): Run => ({
  kind,
  id,
  bars,
  forgotten,
  firstAt,
  lastAt,
});

function runOf({ sessionId, graphId, agentId }: BinnacleEvent): Pick<Run, 'kind' | 'id'> | undefined {
  if (sessionId !== null) return { kind: 'session', id: sessionId };
  if (graphId !== null) return { kind: 'graph', id: graphId };
  return agentId === null ? undefined : { kind: 'agent', id: agentId };
}
