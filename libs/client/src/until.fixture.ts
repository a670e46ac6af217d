import { setTimeout } from 'node:timers/promises';

/** Resolves as soon as `done` holds; fails after a generous time. */
export async function until(done: () => boolean, timeoutMs = 5_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!done()) {
    if (Date.now() > deadline) throw new Error(`timed out waiting for ${done}`);
    await setTimeout(2);
  }
}
