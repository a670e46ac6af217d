import { type BinnacleEvent, preview } from '@binnacle/plugin-kit';

/** Runs held: those with the newest events. */
export const RUNS_HELD = 5;
/** Bars held per run: the newest by start. */
export const BARS_HELD = 200;

export type BarKind = 'agent' | 'tool' | 'model' | 'wait' | 'node';

/** Something that took time. Times are canonical ISO 8601; `end` null = it goes on. */
export interface Bar {
  readonly key: string;
  readonly kind: BarKind;
  readonly name: string;
  readonly agentId: string | null;
  /** Key of the bar it is within. */
  readonly parent: string | null;
  readonly eventId: string;
  readonly start: string;
  readonly end: string | null;
  readonly failed: boolean;
}

export interface Run {
  readonly id: string;
  readonly kind: 'session' | 'graph' | 'agent';
  /** By start. */
  readonly bars: readonly Bar[];
  readonly forgotten: number;
  readonly lastAt: string;
}

export interface TimelineState {
  /** Least recent first. */
  readonly runs: ReadonlyMap<string, Run>;
}

export const initial = (): TimelineState => ({ runs: new Map() });

/** One run per session, else per graph, else per agent. */
export function within(change: (run: Run, event: BinnacleEvent) => Run) {
  return (state: TimelineState, event: BinnacleEvent): TimelineState => {
    const of = runOf(event);
    if (!of) return state;
    const key = `${of.kind}:${of.id}`;
    const known = state.runs.get(key) ?? { ...of, bars: [], forgotten: 0, lastAt: event.timestamp };
    const next = change(known, event);
    const runs = new Map(state.runs);
    runs.delete(key);
    runs.set(key, { ...next, lastAt: event.timestamp > known.lastAt ? event.timestamp : known.lastAt });
    const [oldest] = runs.keys();
    if (runs.size > RUNS_HELD && oldest !== undefined) runs.delete(oldest);
    return { runs };
  };
}

function runOf({ sessionId, graphId, agentId }: BinnacleEvent): Pick<Run, 'id' | 'kind'> | undefined {
  if (sessionId) return { kind: 'session', id: sessionId };
  if (graphId) return { kind: 'graph', id: graphId };
  return agentId ? { kind: 'agent', id: agentId } : undefined;
}

export interface Opened {
  readonly kind: BarKind;
  readonly key: string;
  readonly name: unknown;
}

export function opened(run: Run, event: BinnacleEvent, { kind, key, name }: Opened, end: string | null = null): Run {
  if (run.bars.some((bar) => bar.key === key && bar.end === null)) return run;
  const duration = end === null ? 0 : lengthOf(event);
  const bar: Bar = {
    key: run.bars.some((known) => known.key === key) ? `${key}#${event.id}` : key,
    kind,
    name: preview(name, 60) || kind,
    agentId: event.agentId,
    parent: parentOf(run, event, kind),
    eventId: event.id,
    start: duration > 0 ? new Date(Date.parse(event.timestamp) - duration).toISOString() : event.timestamp,
    end,
    failed: event.action === 'failed',
  };
  const at = run.bars.findLastIndex(({ start }) => start <= bar.start) + 1;
  const bars = [...run.bars.slice(0, at), bar, ...run.bars.slice(at)];
  const excess = Math.max(0, bars.length - BARS_HELD);
  return { ...run, bars: bars.slice(excess), forgotten: run.forgotten + excess };
}

/** Ends the newest open bar that fits; undefined when none does. */
export function closed(run: Run, event: BinnacleEvent, fits: (bar: Bar) => boolean): Run | undefined {
  const at = run.bars.findLastIndex((bar) => bar.end === null && fits(bar));
  const bar = run.bars[at];
  if (!bar) return undefined;
  const end = event.timestamp > bar.start ? event.timestamp : bar.start;
  return { ...run, bars: run.bars.with(at, { ...bar, end, failed: event.action === 'failed' }) };
}

const lengthOf = ({ payload }: BinnacleEvent): number =>
  typeof payload.duration_ms === 'number' ? Math.min(payload.duration_ms, 864e5) : 0;

/** What an event says it is part of: an event, a tool call or an agent. Else tools and models are within their agent. */
function parentOf({ bars }: Run, { parentId, agentId }: BinnacleEvent, kind: BarKind): string | null {
  const told =
    parentId === null
      ? undefined
      : bars.findLast(({ eventId, key }) => eventId === parentId || key === `tool:${parentId}` || key === `agent:${parentId}`);
  if (told) return told.key;
  if (kind === 'agent' || kind === 'node' || !agentId) return null;
  return bars.findLast((bar) => bar.kind === 'agent' && bar.agentId === agentId)?.key ?? null;
}
