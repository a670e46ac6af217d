import type { MappedEvent, SpanRecord } from '@binnacle/plugin-kit';

/** What a span of one operation tells. */
export type Operation = (span: SpanRecord) => {
  readonly events: readonly MappedEvent[];
  readonly leads?: boolean;
  /** When the attributes that name agents don't. */
  readonly agentId?: string | undefined;
};
