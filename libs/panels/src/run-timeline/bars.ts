import { type BinnacleEvent, preview } from '@binnacle/plugin-kit';
import { BARS_HELD, type Bar, type Outcome, type Run, spanning, withBars } from './state.js';

const LONGEST_MS = 7 * 86_400_000;

export type Opening = Pick<Bar, 'kind' | 'callId'> & { readonly name: unknown };

/** A bar that begins with this event. */
export const opened = (run: Run, event: BinnacleEvent, at: number, opening: Opening): Run =>
  withBar(run, barOf(event, opening, { start: at, end: undefined, outcome: 'running' }));

/** A bar whose beginning nobody told: it began its duration before its end. */
export function told(run: Run, event: BinnacleEvent, at: number, opening: Opening, outcome: Outcome): Run {
  const { duration_ms: ms } = event.payload as { readonly duration_ms?: unknown };
  const took = typeof ms === 'number' && ms > 0 ? Math.min(ms, LONGEST_MS) : 0;
  const start = at - took;
  return spanning(withBar(run, barOf(event, opening, { start, end: at, outcome })), start, at);
}

const barOf = (
  { id, agentId, graphId, nodeId, parentId }: BinnacleEvent,
  { kind, callId, name }: Opening,
  { start, end, outcome }: Pick<Bar, 'start' | 'end' | 'outcome'>,
): Bar => ({
  kind,
  name: preview(name, 120) || kind,
  agentId,
  graphId,
  nodeId,
  callId,
  parentId,
  eventId: id,
  start,
  end,
  outcome,
});

/** @param bar one of the run's, or undefined: then nothing ends */
export function ended(run: Run, bar: Bar | undefined, at: number, outcome: Outcome): Run {
  return bar ? timed(run, bar, { start: bar.start, end: Math.max(at, bar.start), outcome }) : run;
}

/** A bar whose end was told before its beginning. */
export const begun = (run: Run, bar: Bar, at: number): Run =>
  timed(run, bar, { start: Math.min(at, bar.start), end: bar.end, outcome: bar.outcome });

function timed(run: Run, bar: Bar, { start, end, outcome }: Pick<Bar, 'start' | 'end' | 'outcome'>): Run {
  const changed: Bar = {
    kind: bar.kind,
    name: bar.name,
    agentId: bar.agentId,
    graphId: bar.graphId,
    nodeId: bar.nodeId,
    callId: bar.callId,
    parentId: bar.parentId,
    eventId: bar.eventId,
    start,
    end,
    outcome,
  };
  return withBars(run, run.bars.with(run.bars.lastIndexOf(bar), changed), run.forgotten);
}

export const isOpen = ({ end }: Bar): boolean => end === undefined;

/** What goes on, and what holds others, stays longest. */
function withBar(run: Run, bar: Bar): Run {
  const bars = [...run.bars, bar];
  if (bars.length <= BARS_HELD) return withBars(run, bars, run.forgotten);
  const found = bars.findIndex((one) => !isOpen(one) && isCall(one));
  const ending = found < 0 ? bars.findIndex((one) => !isOpen(one)) : found;
  bars.splice(Math.max(0, ending), 1);
  return withBars(run, bars, run.forgotten + 1);
}

const isCall = ({ kind }: Bar): boolean => kind === 'tool' || kind === 'model' || kind === 'wait';
