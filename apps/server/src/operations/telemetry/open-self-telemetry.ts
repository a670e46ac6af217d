import { randomUUID } from 'node:crypto';
import type { PostgresEventArchive } from '@binnacle/persistence';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import { ATTR_SERVICE_INSTANCE_ID, ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { VERSION } from '../../version.js';
import { DeliveryNotes } from './delivery-notes.js';
import { OWN_EXPORT } from './own-exports.js';
import { PrometheusProducer } from './prometheus-producer.js';
import type { SelfOtlpOptions } from './self-otlp-options.js';
import { traceCommits } from './trace-commits.js';
import { traceQuestions } from './trace-questions.js';
import { traceRequests } from './trace-requests.js';

/** Spans that wait; one more is dropped. */
const MAX_QUEUE = 2_048;
const SPANS_EVERY_MS = 2_000;
const METRICS_EVERY_MS = 15_000;
const SEND_TIMEOUT_MS = 5_000;
/** Requests under way to a target that does not answer. */
const AT_ONCE = 4;
const MAX_VALUE_CHARS = 1_024;

export interface Observed {
  readonly fastify: FastifyInstance;
  readonly archive: PostgresEventArchive | undefined;
  readonly registry: Registry;
}

/** Begins to trace and to send. @returns sends what is left and ends; never rejects */
export function openSelfTelemetry(
  { endpoint, headers, sampling }: SelfOtlpOptions,
  { fastify, archive, registry }: Observed,
): () => Promise<void> {
  const notes = new DeliveryNotes(endpoint);
  const resource = resourceFromAttributes({
    [ATTR_SERVICE_NAME]: 'binnacle',
    [ATTR_SERVICE_VERSION]: VERSION,
    [ATTR_SERVICE_INSTANCE_ID]: randomUUID(),
  });
  const sending = { headers: { ...headers, ...OWN_EXPORT }, timeoutMillis: SEND_TIMEOUT_MS, concurrencyLimit: AT_ONCE };

  const root = new TraceIdRatioBasedSampler(sampling.ratio);
  const spans = notes.of(new OTLPTraceExporter({ ...sending, url: `${endpoint}/v1/traces` }));
  const traces = new BasicTracerProvider({
    resource,
    sampler: sampling.isParentBased ? new ParentBasedSampler({ root }) : root,
    spanLimits: { attributeValueLengthLimit: MAX_VALUE_CHARS },
    spanProcessors: [
      new BatchSpanProcessor(spans, {
        maxQueueSize: MAX_QUEUE,
        scheduledDelayMillis: SPANS_EVERY_MS,
        exportTimeoutMillis: 2 * SEND_TIMEOUT_MS,
      }),
    ],
  });
  const tracer = traces.getTracer('binnacle', VERSION);
  traceRequests(fastify, tracer);
  if (archive) {
    traceCommits(archive, tracer);
    traceQuestions(archive, tracer);
  }

  const reader = new PeriodicExportingMetricReader({
    exporter: notes.of(new OTLPMetricExporter({ ...sending, url: `${endpoint}/v1/metrics` })),
    exportIntervalMillis: METRICS_EVERY_MS,
    exportTimeoutMillis: 2 * SEND_TIMEOUT_MS,
    metricProducers: [new PrometheusProducer(registry)],
  });
  const meters = new MeterProvider({ resource, readers: [reader] });

  return async () => {
    await Promise.allSettled([traces.shutdown(), meters.shutdown()]);
  };
}
