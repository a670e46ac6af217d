import { BinnacleClient, type ClientOptions } from '@binnacle/client';
import { BinnacleError } from '@binnacle/events';
import { describeError } from './describe-error.js';
import type { Terminal } from './terminal/terminal.js';

export interface GlobalOptions {
  readonly url?: string;
}

/** A client for one command. Single requests fail at once: a person at a terminal retries better than a program. */
export function connect(terminal: Terminal, { url }: GlobalOptions, options: ClientOptions = {}): BinnacleClient {
  return new BinnacleClient({
    url: url ?? (terminal.env.BINNACLE_URL || undefined),
    retry: { maxRetryMs: 0 },
    onError: (error) => terminal.err(`${describeError(error)}\n`),
    ...options,
  });
}

/** For commands that survive restarts later on: a wrong address should still be told at once. @throws LifecycleError */
export async function assertReachable(client: BinnacleClient): Promise<void> {
  await client.health().catch((error: unknown) => {
    // Any answer of a server will do; it may be on its way up.
    if (!(error instanceof BinnacleError) || error.context.status === undefined) throw error;
  });
}
