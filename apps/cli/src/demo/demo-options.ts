import type { BinnacleClient } from '@binnacle/client';
import type { Terminal } from '../terminal/terminal.js';

export interface DemoOptions {
  readonly client: BinnacleClient;
  readonly terminal: Terminal;
  /** The pauses are divided by this; the work is as fast as it is. */
  readonly speed: number;
  /** Milliseconds the report writer waits for a person. */
  readonly answerTimeoutMs: number;
  /** What the agents look at. They only read it. */
  readonly folder: string;
}
