import { type BinnacleEvent, preview } from '@binnacle/plugin-kit';
import { BARS_HELD, type Bar, type Outcome, type Run } from './state.js';

const LONGEST_MS = 7 * 86_400_000;

export type Opening = Pick<Bar, 'kind' | 'callId'> & { readonly name: unknown };

/** A bar that begins with this event. */
export function opened(run: Run, event: BinnacleEvent, at: number, { kind, callId, name }: Opening): Run {
  const bar: Bar = {
    kind,
    name: preview(name, 120) || kind,
    agentId: event.agentId,
    graphId: event.graphId,
    nodeId: event.nodeId,
    callId,
    parentId: event.parentId,
    eventId: event.id,
    start: at,
    end: undefined,
    outcome: 'running',
  };
  return bounded({ ...run, bars: [...run.bars, bar] });
}

/** A bar whose beginning nobody told: it began its duration before its end. */
export function told(run: Run, event: BinnacleEvent, at: number, opening: Opening, outcome: Outcome): Run {
  const { duration_ms: ms } = event.payload as { readonly duration_ms?: unknown };
  const took = typeof ms === 'number' && ms > 0 ? Math.min(ms, LONGEST_MS) : 0;
  const next = opened(run, event, at - took, opening);
  return { ...ended(next, next.bars.at(-1), at, outcome), firstAt: Math.min(run.firstAt, at - took) };
}

/** @param bar one of the run's, or undefined: then nothing ends */
export function ended(run: Run, bar: Bar | undefined, at: number, outcome: Outcome): Run {
  if (!bar) return run;
  const end = Math.max(at, bar.start);
  return { ...run, bars: run.bars.map((one) => (one === bar ? { ...one, end, outcome } : one)) };
}

export const isOpen = ({ end }: Bar): boolean => end === undefined;

/** What goes on, and what holds others, stays longest. */
function bounded(run: Run): Run {
  if (run.bars.length <= BARS_HELD) return run;
  const isCall = ({ kind }: Bar) => kind === 'tool' || kind === 'model' || kind === 'wait';
  const found = run.bars.findIndex((bar) => !isOpen(bar) && isCall(bar));
  const ending = found < 0 ? run.bars.findIndex((bar) => !isOpen(bar)) : found;
  return { ...run, bars: run.bars.toSpliced(Math.max(0, ending), 1), forgotten: run.forgotten + 1 };
}
