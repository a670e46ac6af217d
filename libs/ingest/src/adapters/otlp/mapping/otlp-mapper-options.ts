/** Bounds of what is held back because a record's owner is not known yet. */
export class OtlpMapperOptions {
  /** Longest wait for a parent. Exporters send every 5 s by default, a parent with the next batch. */
  readonly holdMs: number = 6_000;
  /** Records held at once, and the bytes of their events; beyond either nothing waits any more. */
  readonly maxHeld: number = 20_000;
  readonly maxHeldBytes: number = 256 * 1_048_576;
  /** How long a node is remembered for those below it that come late. */
  readonly rememberMs: number = 86_400_000;
}
