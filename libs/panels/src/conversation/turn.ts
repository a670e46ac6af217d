import type { JsonValue } from '@binnacle/plugin-kit';

/** `person` says something to an agent, `agent` something to people. `system` is what a model was told to be. */
export type Voice = 'person' | 'agent' | 'question' | 'failure' | 'system';

interface Told {
  /** The event that told it first. */
  readonly eventId: string;
  readonly timestamp: string;
  readonly agentId: string | null;
}

/** Words. */
export interface Said extends Told {
  readonly voice: Voice;
  /** Who, where it is not the agent. */
  readonly by: string | undefined;
  readonly text: string;
  /** What the call of the model took, for people. */
  readonly note: string;
}

/** A tool's call with its end, once there is one. */
export interface Called extends Told {
  readonly voice: 'tool';
  readonly tool: string;
  input: JsonValue | undefined;
  output: JsonValue | undefined;
  state: 'running' | 'done' | 'failed';
  /** Milliseconds. */
  took: number | undefined;
}

export type Turn = Said | Called;
