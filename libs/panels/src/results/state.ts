import { type BinnacleEvent, preview, Recent, textOf, who } from '@binnacle/plugin-kit';

export const RESULTS_KEPT = 50;
const TEXT_CHARS = 4_000;

export interface Result {
  readonly seq: string;
  readonly id: string;
  readonly timestamp: string;
  readonly who: string;
  readonly failed: boolean;
  readonly text: string;
  readonly durationMs: number | null;
}

export interface ResultsState {
  readonly results: Recent<Result>;
}

export const initial = (): ResultsState => ({ results: Recent.of(RESULTS_KEPT) });

export function keep(state: ResultsState, event: BinnacleEvent): ResultsState {
  const payload = event.payload as Readonly<Record<string, unknown>>;
  const failed = event.type === 'agent:failed';
  const said = failed ? (payload.error ?? payload.message) : (payload.result ?? payload.summary);
  const result: Result = {
    seq: event.seq.toString(),
    id: event.id,
    timestamp: event.timestamp,
    who: preview(who(event), 80),
    failed,
    text: textOf(said, TEXT_CHARS),
    durationMs: typeof payload.duration_ms === 'number' ? payload.duration_ms : null,
  };
  return { results: state.results.add(result) };
}
