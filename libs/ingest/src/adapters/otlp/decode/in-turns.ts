import { setImmediate as nextTurn } from 'node:timers/promises';

/** Runs a generator to its end; at every `yield` whatever else waits for this process gets its turn. */
export async function inTurns<T>(work: Generator<void, T>): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await nextTurn();
  }
}
