import type { BinnacleEvent } from '@binnacle/plugin-kit';
import { type BlockedState, initial as noneBlocked } from '../blocked-agents/state.js';

/** Waits remembered for the median. */
export const WAITS_HELD = 200;

export interface QueueState {
  readonly blocked: BlockedState;
  /** Milliseconds from question to answer, newest last. */
  readonly waits: readonly number[];
  readonly answered: number;
}

export const initial = (): QueueState => ({ blocked: noneBlocked(), waits: [], answered: 0 });

/** The queue is what the cards are; an answer adds its wait. */
export const also =
  <E extends BinnacleEvent>(reduce: (state: BlockedState, event: E) => BlockedState) =>
  (state: QueueState, event: E): QueueState => {
    const blocked = reduce(state.blocked, event);
    if (blocked === state.blocked) return state;
    const [latest] = blocked.closed;
    const isNew = latest?.outcome && latest.outcome.answer !== null && latest !== state.blocked.closed[0];
    if (!isNew || !latest.outcome) return { ...state, blocked };
    const wait = Math.max(0, Date.parse(latest.outcome.at) - Date.parse(latest.askedAt));
    return { blocked, waits: [...state.waits, wait].slice(-WAITS_HELD), answered: state.answered + 1 };
  };
