import type { BinnacleEvent, EventOf } from '@binnacle/plugin-kit';
import { type BlockedState, initial as noneBlocked, resume } from '../blocked-agents/state.js';

/** Waits the median is taken of: the newest. */
export const WAITS_HELD = 500;

/** What is open is what "Waiting for you" shows as cards, folded by the same reducers. */
export interface QueueState {
  readonly blocked: BlockedState;
  readonly answered: number;
  /** Milliseconds from question to answer, the newest last. */
  readonly waits: readonly number[];
  readonly longestWait: number;
}

export const initial = (): QueueState => ({ blocked: noneBlocked(), answered: 0, waits: [], longestWait: 0 });

/** A reducer of the cards, for the queue: questions that it closes were not answered. */
export const alike =
  <E extends BinnacleEvent>(reduce: (blocked: BlockedState, event: E) => BlockedState) =>
  (state: QueueState, event: E): QueueState => {
    const blocked = reduce(state.blocked, event);
    return blocked === state.blocked ? state : { ...state, blocked };
  };

/** Only what was answered has a wait; an agent may also go on without an answer. */
export function answer(state: QueueState, event: EventOf<'agent:resumed'>): QueueState {
  const blocked = resume(state.blocked, event);
  if (blocked === state.blocked) return state;
  if (typeof event.payload.answer !== 'string') return { ...state, blocked };
  const open = new Set(blocked.open);
  const at = Date.parse(event.timestamp);
  const waits = state.blocked.open
    .filter((card) => !open.has(card))
    .map(({ askedAt }) => Math.max(0, at - Date.parse(askedAt)));
  return {
    blocked,
    answered: state.answered + waits.length,
    waits: [...state.waits, ...waits].slice(-WAITS_HELD),
    longestWait: Math.max(state.longestWait, ...waits),
  };
}

/** Undefined while nothing was answered. */
export function medianWait({ waits }: QueueState): number | undefined {
  const sorted = waits.toSorted((a, b) => a - b);
  const [below, above] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return below === undefined || above === undefined ? undefined : (below + above) / 2;
}
