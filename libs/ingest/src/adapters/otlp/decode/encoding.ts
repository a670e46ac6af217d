import type { OtlpRecord, TelemetryOrigin } from '@binnacle/events';
import type { Frame, Range, Signal } from './frame.js';

/** What differs between JSON and protobuf. Implementations read one body. */
export interface Encoding {
  /** Yields now and then, so that others get their turn. */
  frames(signal: Signal): Generator<void, Frame[]>;
  /** Attributes of a resource, or a scope; a missing range is an empty one. @throws Error for bytes that are none */
  resource(range: Range | undefined): TelemetryOrigin['resource'];
  scope(range: Range | undefined): TelemetryOrigin['scope'];
  /** @throws Refusal, or any Error, for an item that can't be read */
  item(signal: Signal, range: Range, origin: TelemetryOrigin): readonly OtlpRecord[];
}
