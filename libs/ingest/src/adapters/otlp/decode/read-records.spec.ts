import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { OtlpRecord } from '@binnacle/events';
import { fromJson, type JsonValue, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from '@jest/globals';
import { ExportMetricsServiceRequestSchema } from '../protobuf/opentelemetry/proto/collector/metrics/v1/metrics_service_pb.js';
import type { Encoding } from './encoding.js';
import { MAX_ITEM_BYTES, type Signal } from './frame.js';
import { JsonEncoding } from './json/json-encoding.js';
import { MAX_DEPTH, TOO_DEEP } from './plain.js';
import { ProtobufEncoding } from './protobuf/protobuf-encoding.js';
import { type Portion, readRecords } from './read-records.js';
import { SIGNALS } from './signals.js';

const FIXTURES = path.resolve(import.meta.dirname, '../../../../../../test/fixtures/otlp');
const fixture = (name: string) => readFileSync(path.join(FIXTURES, name));

async function portionsOf(encoding: Encoding, signal: Signal): Promise<Portion[]> {
  const portions: Portion[] = [];
  for await (const portion of readRecords(encoding, signal)) portions.push(portion);
  return portions;
}

async function recordsOf(encoding: Encoding, signal: Signal): Promise<OtlpRecord[]> {
  const portions = await portionsOf(encoding, signal);
  expect(portions.map(({ message }) => message).filter(Boolean)).toEqual([]);
  return portions.flatMap(({ records }) => records);
}

const SPAN = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: 'n' };
const traces = (...spans: unknown[]) =>
  new JsonEncoding(Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })));
const attributes = async (value: unknown) => {
  const [record] = await recordsOf(traces({ ...SPAN, attributes: [{ key: 'a', value }] }), SIGNALS.traces);
  return record?.attributes.a;
};

describe('readRecords', () => {
  it.each([
    ['otlp-traces-protobuf-node.01', SIGNALS.traces, fixture('otlp-traces-protobuf-node.01.wire.pb')],
    [
      'otlp-traces-protobuf-gzip-node.01',
      SIGNALS.traces,
      gunzipSync(fixture('otlp-traces-protobuf-gzip-node.01.wire.pb.gz')),
    ],
    [
      'otlp-logs-protobuf-gzip-node.01',
      SIGNALS.logs,
      gunzipSync(fixture('otlp-logs-protobuf-gzip-node.01.wire.pb.gz')),
    ],
  ])('reads the same from %s and from its JSON', async (name, signal, bytes) => {
    const records = await recordsOf(new ProtobufEncoding(bytes), signal);
    expect(records.length).toBeGreaterThan(0);
    expect(records).toEqual(await recordsOf(new JsonEncoding(fixture(`${name}.decoded.json`)), signal));
  });

  it('reads the same metrics from protobuf and from JSON', async () => {
    const json = fixture('claude-code-otel-json.03.wire.json');
    const message = fromJson(ExportMetricsServiceRequestSchema, JSON.parse(json.toString()) as JsonValue, {
      ignoreUnknownFields: true,
    });
    const records = await recordsOf(new JsonEncoding(json), SIGNALS.metrics);
    expect(records.length).toBeGreaterThan(5);
    expect(records[0]).toMatchObject({ signal: 'metric', value: expect.any(Number), temporality: expect.any(Number) });
    const bytes = Buffer.from(toBinary(ExportMetricsServiceRequestSchema, message));
    expect(await recordsOf(new ProtobufEncoding(bytes), SIGNALS.metrics)).toEqual(records);
  });

  it('tells where a span comes from: its resource and scope, also when they stand behind it', async () => {
    const body = {
      resourceSpans: [
        {
          scopeSpans: [{ spans: [SPAN], scope: { name: 'lib', version: '2' } }],
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 'bot' } }] },
        },
      ],
    };
    const [record] = await recordsOf(new JsonEncoding(Buffer.from(JSON.stringify(body))), SIGNALS.traces);
    expect(record).toMatchObject({
      resource: { 'service.name': 'bot' },
      scope: { name: 'lib', version: '2', attributes: {} },
    });
  });

  it('keeps values as JSON can: big integers as digits, NaN by name, unstorable text replaced', async () => {
    expect(await attributes({ intValue: '9007199254740993' })).toBe('9007199254740993');
    expect(await attributes({ intValue: 42 })).toBe(42);
    expect(await attributes({ doubleValue: 'NaN' })).toBe('NaN');
    expect(await attributes({ stringValue: 'a\0b\ud800' })).toBe('a\ufffdb\ufffd');
    expect(await attributes({ bytesValue: 'AAE=' })).toBe('AAE=');
    expect(await attributes({ unheardOf: 1 })).toBeNull();
    expect(await attributes({ kvlistValue: { values: [{ key: '__proto__', value: { boolValue: true } }] } })).toEqual(
      JSON.parse('{"__proto__":true}'),
    );
  });

  it('takes ids in base64 and enums by name, as a generic protobuf library writes JSON', async () => {
    const [record] = await recordsOf(
      traces({ ...SPAN, traceId: 'qqqqqqqqqqqqqqqqqqqqqg==', spanId: 'u7u7u7u7u7s=', kind: 'SPAN_KIND_CLIENT' }),
      SIGNALS.traces,
    );
    expect(record).toMatchObject({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), kind: 3 });
  });

  it('cuts what is nested too deeply instead of losing the span', async () => {
    let value: unknown = { stringValue: 'core' };
    for (let depth = 0; depth < 500; depth++) value = { arrayValue: { values: [value] } };
    let found = await attributes(value);
    for (let depth = 1; depth < MAX_DEPTH; depth++) found = (found as unknown[])[0] as never;
    expect(found).toEqual([TOO_DEEP]);
  });

  it('refuses an item over its limit alone', async () => {
    const [portion] = await portionsOf(traces(SPAN, { ...SPAN, name: 'x'.repeat(MAX_ITEM_BYTES) }), SIGNALS.traces);
    expect(portion?.records).toHaveLength(1);
    expect(portion).toMatchObject({ rejected: 1, message: expect.stringContaining(String(MAX_ITEM_BYTES)) });
  });

  it('reads a large request in portions, so that it never stands in memory whole', async () => {
    const portions = await portionsOf(traces(...Array.from({ length: 2_500 }, () => SPAN)), SIGNALS.traces);
    expect(portions.map(({ records }) => records.length)).toEqual([1_000, 1_000, 500]);
  });
});
