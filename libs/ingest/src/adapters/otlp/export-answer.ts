import { create, toBinary } from '@bufbuild/protobuf';
import type { Signal } from './decode/frame.js';
import { ExportLogsServiceResponseSchema } from './protobuf/opentelemetry/proto/collector/logs/v1/logs_service_pb.js';
import { ExportMetricsServiceResponseSchema } from './protobuf/opentelemetry/proto/collector/metrics/v1/metrics_service_pb.js';
import { ExportTraceServiceResponseSchema } from './protobuf/opentelemetry/proto/collector/trace/v1/trace_service_pb.js';

/** What was not taken; nothing when all was. */
export interface PartialSuccess {
  readonly rejected: number;
  readonly message: string;
}

const COUNTS = { traces: 'rejectedSpans', logs: 'rejectedLogRecords', metrics: 'rejectedDataPoints' } as const;

/** Written as proto3's JSON has it: 64-bit numbers are texts. */
export function jsonAnswer({ name }: Signal, { rejected, message }: PartialSuccess): string {
  if (rejected === 0) return '{}';
  return JSON.stringify({ partialSuccess: { [COUNTS[name]]: String(rejected), errorMessage: message } });
}

export function protobufAnswer({ name }: Signal, { rejected, message }: PartialSuccess): Buffer {
  if (rejected === 0) return Buffer.alloc(0);
  const partialSuccess = { [COUNTS[name]]: BigInt(rejected), errorMessage: message };
  switch (name) {
    case 'traces':
      return encoded(ExportTraceServiceResponseSchema, partialSuccess);
    case 'logs':
      return encoded(ExportLogsServiceResponseSchema, partialSuccess);
    case 'metrics':
      return encoded(ExportMetricsServiceResponseSchema, partialSuccess);
  }
}

type Schema =
  | typeof ExportTraceServiceResponseSchema
  | typeof ExportLogsServiceResponseSchema
  | typeof ExportMetricsServiceResponseSchema;

const encoded = (schema: Schema, partialSuccess: object): Buffer =>
  Buffer.from(toBinary(schema, create(schema, { partialSuccess } as never)));
