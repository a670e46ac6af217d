import type { OtlpRecord, TelemetryOrigin } from '@binnacle/events';
import { fromBinary } from '@bufbuild/protobuf';
import { InstrumentationScopeSchema } from '../../protobuf/opentelemetry/proto/common/v1/common_pb.js';
import { ResourceSchema } from '../../protobuf/opentelemetry/proto/resource/v1/resource_pb.js';
import type { Encoding } from '../encoding.js';
import type { Frame, Range, Signal } from '../frame.js';
import { plainText } from '../plain.js';
import { attributesOf } from './any-value.js';
import { protobufFrames } from './protobuf-frames.js';
import { protobufLog } from './protobuf-log.js';
import { protobufMetric } from './protobuf-metric.js';
import { protobufSpan } from './protobuf-span.js';
import { READ } from './read-options.js';

const NOTHING = new Uint8Array();

export class ProtobufEncoding implements Encoding {
  constructor(private readonly bytes: Buffer) {}

  frames(signal: Signal): Generator<void, Frame[]> {
    return protobufFrames(this.bytes, signal);
  }

  resource(range: Range | undefined): TelemetryOrigin['resource'] {
    return attributesOf(fromBinary(ResourceSchema, this.slice(range), READ).attributes);
  }

  scope(range: Range | undefined): TelemetryOrigin['scope'] {
    const { name, version, attributes } = fromBinary(InstrumentationScopeSchema, this.slice(range), READ);
    return { name: plainText(name), version: plainText(version), attributes: attributesOf(attributes) };
  }

  item({ name }: Signal, range: Range, origin: TelemetryOrigin): readonly OtlpRecord[] {
    const bytes = this.slice(range);
    if (name === 'traces') return [protobufSpan(bytes, origin)];
    return name === 'logs' ? [protobufLog(bytes, origin)] : protobufMetric(bytes, origin);
  }

  private slice(range: Range | undefined): Uint8Array {
    return range ? this.bytes.subarray(range.start, range.end) : NOTHING;
  }
}
