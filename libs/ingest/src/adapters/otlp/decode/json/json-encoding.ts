import type { OtlpRecord, TelemetryOrigin } from '@binnacle/events';
import type { Encoding } from '../encoding.js';
import type { Frame, Range, Signal } from '../frame.js';
import { attributesOf } from './any-value.js';
import { object, text } from './fields.js';
import { jsonFrames } from './json-frames.js';
import { jsonLog } from './json-log.js';
import { jsonMetric } from './json-metric.js';
import { jsonSpan } from './json-span.js';
import { parseSlice } from './parse-slice.js';

export class JsonEncoding implements Encoding {
  constructor(private readonly bytes: Buffer) {}

  frames(signal: Signal): Generator<void, Frame[]> {
    return jsonFrames(this.bytes, signal);
  }

  resource(range: Range | undefined): TelemetryOrigin['resource'] {
    return attributesOf(object(this.parse(range), 'resource').attributes);
  }

  scope(range: Range | undefined): TelemetryOrigin['scope'] {
    const scope = object(this.parse(range), 'scope');
    return {
      name: text(scope.name, 'name'),
      version: text(scope.version, 'version'),
      attributes: attributesOf(scope.attributes),
    };
  }

  item({ name }: Signal, range: Range, origin: TelemetryOrigin): readonly OtlpRecord[] {
    const value = this.parse(range);
    if (name === 'traces') return [jsonSpan(value, origin)];
    return name === 'logs' ? [jsonLog(value, origin)] : jsonMetric(value, origin);
  }

  private parse(range: Range | undefined): unknown {
    return range && parseSlice(this.bytes, range);
  }
}
