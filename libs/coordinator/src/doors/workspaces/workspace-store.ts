import type { JsonValue } from '@binnacle/events';

/**
 * The key-value store of one agent's workspace, which the agent and Binnacle both write.
 *
 * Promised: a value is whole or absent, never half; what one side has set the other reads at its next look. Left out: transactions
 * over several keys, order between keys, and telling of changes, as stores in files can't. Trap for implementers: the other side is
 * another process, which may be writing at this moment. What can't be read now is not there, until the next look.
 */
export abstract class WorkspaceStore {
  /** Keys that begin with the prefix, in no order, at most {@link MAX_KEYS}. */
  abstract list(prefix: string): Promise<string[]>;
  /** Undefined when there is none. */
  abstract get(key: string): Promise<JsonValue | undefined>;
  abstract set(key: string, value: JsonValue): Promise<void>;
  /** Of a key that is not there it is no mistake. */
  abstract delete(key: string): Promise<void>;
  abstract close(): Promise<void>;
}

/** Keys of one workspace. */
export const MAX_KEYS = 10_000;
/** Bytes of a value as JSON. */
export const MAX_VALUE_BYTES = 1_048_576;
