/**
 * Sends what still waits when the process has nothing else to do: an agent that forgets `close()` keeps its last events.
 * One listener for all clients. Not for `process.exit()` and signals, which leave no time; those need `close()`.
 */
const TIMEOUT_MS = 5_000;

interface Pending {
  close(timeoutMs: number): Promise<void>;
}

const pending = new Set<Pending>();
const closeAll = () => Promise.all([...pending].map((sender) => sender.close(TIMEOUT_MS)));

export const lastChance = {
  remember(sender: Pending): void {
    if (pending.size === 0) process.on('beforeExit', closeAll);
    pending.add(sender);
  },
  forget(sender: Pending): void {
    if (pending.delete(sender) && pending.size === 0) process.off('beforeExit', closeAll);
  },
};
