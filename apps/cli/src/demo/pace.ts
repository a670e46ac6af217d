import { setTimeout } from 'node:timers/promises';

/** Waits between two steps of an agent, so that a person can follow. Throws when the demo is cancelled. */
export type Pace = (ms: number) => Promise<void>;

export const createPace =
  (speed: number, signal: AbortSignal): Pace =>
  (ms) =>
    setTimeout(ms / speed, undefined, { signal });
