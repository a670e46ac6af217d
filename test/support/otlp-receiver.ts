/** A receiver of OpenTelemetry's HTTP protocol, with protobuf bodies: keeps spans and metrics as plain objects. */
import { fromBinary, toJson } from '@bufbuild/protobuf';
import { ExportMetricsServiceRequestSchema } from '../../libs/ingest/src/adapters/otlp/protobuf/opentelemetry/proto/collector/metrics/v1/metrics_service_pb.js';
import { ExportTraceServiceRequestSchema } from '../../libs/ingest/src/adapters/otlp/protobuf/opentelemetry/proto/collector/trace/v1/trace_service_pb.js';
import { type Captured, CaptureServer } from './capture-server.js';

export interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly kind: string | undefined;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly status: string | undefined;
  readonly events: readonly { readonly name: string; readonly attributes: Readonly<Record<string, string | number>> }[];
  readonly links: number;
}

export interface ReceivedMetric {
  readonly name: string;
  readonly kind: 'sum' | 'gauge' | 'histogram';
  readonly points: readonly Readonly<Record<string, unknown>>[];
}

// biome-ignore lint/suspicious/noExplicitAny: protobuf's JSON, read as it is
type Any = any;

export class OtlpReceiver {
  private constructor(private readonly capture: CaptureServer) {}

  static async start(): Promise<OtlpReceiver> {
    return new OtlpReceiver(await CaptureServer.start());
  }

  get url(): string {
    return this.capture.url;
  }

  get requests(): readonly Captured[] {
    return this.capture.requests;
  }

  get spans(): ReceivedSpan[] {
    return this.capture.of('/v1/traces').flatMap(({ body }) => {
      const json: Any = toJson(ExportTraceServiceRequestSchema, fromBinary(ExportTraceServiceRequestSchema, body));
      return json.resourceSpans.flatMap((resource: Any) =>
        resource.scopeSpans.flatMap((scope: Any) => scope.spans.map(spanOf)),
      );
    });
  }

  get metrics(): ReceivedMetric[] {
    return this.capture.of('/v1/metrics').flatMap(({ body }) => {
      const json: Any = toJson(ExportMetricsServiceRequestSchema, fromBinary(ExportMetricsServiceRequestSchema, body));
      return json.resourceMetrics.flatMap((resource: Any) =>
        resource.scopeMetrics.flatMap((scope: Any) => (scope.metrics ?? []).map(metricOf)),
      );
    });
  }

  /** What the resource of the first request says. */
  get resource(): Readonly<Record<string, string | number>> {
    const [first] = this.capture.of('/v1/traces');
    const json: Any =
      first && toJson(ExportTraceServiceRequestSchema, fromBinary(ExportTraceServiceRequestSchema, first.body));
    return attributesOf(json?.resourceSpans[0].resource.attributes);
  }

  /** Once there is one. The test's own time-out ends the wait. */
  async span(matches: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan> {
    for (;;) {
      const found = this.spans.find(matches);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Takes everything and answers nothing from now on. */
  silence(): void {
    this.capture.answer = () => {};
  }

  close(): Promise<void> {
    return this.capture.close();
  }
}

const hex = (base64: string | undefined) => Buffer.from(base64 ?? '', 'base64').toString('hex');

const spanOf = (span: Any): ReceivedSpan => ({
  name: span.name,
  traceId: hex(span.traceId),
  spanId: hex(span.spanId),
  parentSpanId: hex(span.parentSpanId),
  kind: span.kind,
  attributes: attributesOf(span.attributes),
  status: span.status?.code,
  events: (span.events ?? []).map((event: Any) => ({ name: event.name, attributes: attributesOf(event.attributes) })),
  links: span.links?.length ?? 0,
});

const metricOf = (metric: Any): ReceivedMetric => {
  const kind = metric.sum ? 'sum' : metric.histogram ? 'histogram' : 'gauge';
  const points = metric[kind].dataPoints.map(({ attributes, ...point }: Any) => ({
    ...point,
    attributes: attributesOf(attributes),
  }));
  return { name: metric.name, kind, points };
};

function attributesOf(list: Any): Record<string, string | number> {
  return Object.fromEntries(
    (list ?? []).map(({ key, value }: Any) => [key, value.stringValue ?? Number(value.intValue ?? value.doubleValue)]),
  );
}
