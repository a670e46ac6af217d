import { type BinnacleEvent, preview, RecentMap, textOf, who } from '@binnacle/plugin-kit';

/** Kinds of failure held: the newest by when they happened last. */
export const KINDS_HELD = 50;
const TEXT_CHARS = 4_000;

/** The same thing going wrong, however often. */
export interface Failure {
  readonly key: string;
  readonly type: string;
  /** The tool or graph that failed; of an agent, nothing. */
  readonly what: string;
  readonly text: string;
  readonly count: number;
  /** The last one. */
  readonly eventId: string;
  readonly who: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
}

export interface FailuresState {
  readonly kinds: RecentMap<string, Failure>;
}

export const initial = (): FailuresState => ({ kinds: RecentMap.of(KINDS_HELD) });

export function fail(state: FailuresState, event: BinnacleEvent): FailuresState {
  const payload = event.payload as Readonly<Record<string, unknown>>;
  const what = preview(payload.tool_name ?? (event.category === 'graph' ? event.graphId : ''), 60);
  const text = textOf(payload.error ?? payload.message, TEXT_CHARS);
  const key = JSON.stringify([event.type, what, kindOf(text)]);
  const known = state.kinds.get(key);
  const kinds = state.kinds.set(key, {
    key,
    type: event.type,
    what,
    text,
    count: (known?.count ?? 0) + 1,
    eventId: event.id,
    who: preview(who(event), 80),
    firstSeen: known?.firstSeen ?? event.timestamp,
    lastSeen: event.timestamp,
  });
  return { kinds };
}

/** What differs from one time to the next is no other failure: numbers, ids in hex, times. */
const kindOf = (text: string): string =>
  text
    .slice(0, 300)
    .replace(/\b[0-9a-f]{8,}\b/gi, '#')
    .replace(/\d+/g, '#');
