/** Every door for telemetry under bodies that no client sends: refused or taken in part, never a fault of the server, never a hang. */
import { deflateSync, gunzipSync, gzipSync } from 'node:zlib';
import { create, toBinary } from '@bufbuild/protobuf';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ExportMetricsServiceRequestSchema } from '../../libs/ingest/src/adapters/otlp/protobuf/opentelemetry/proto/collector/metrics/v1/metrics_service_pb.js';
import { captured } from '../support/captured-telemetry.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

/** An answer that takes longer is a hang. */
const PATIENCE_MS = 15_000;
const RUNS = { seed: 24, numRuns: 60 };
const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';

const AGENTS = {
  data: [
    { object: 'trace', id: 'trace_0af7651916cd43dd8448eb211c80319c', workflow_name: 'w', group_id: 'g' },
    {
      object: 'trace.span',
      id: 'span_b7ad6b7169203331b7ad6b71',
      trace_id: 'trace_0af7651916cd43dd8448eb211c80319c',
      started_at: '2026-11-24T08:00:00.000Z',
      ended_at: '2026-11-24T08:00:01.250Z',
      span_data: { type: 'generation', input: [{ role: 'user' }], usage: { input_tokens: 1 } },
      error: { message: 'no' },
    },
  ],
};
const LANGFUSE = {
  batch: [
    { id: '1', type: 'trace-create', timestamp: '2026-11-24T08:00:00Z', body: { id: 't', name: 'n', sessionId: 's' } },
    {
      id: '2',
      type: 'generation-create',
      timestamp: '2026-11-24T08:00:00Z',
      body: { id: 'o', traceId: 't', startTime: '2026-11-24T08:00:00Z', usage: { input: 1 }, level: 'ERROR' },
    },
  ],
};
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

const pair = (key: string, value: string) => ({ key, value: { value: { case: 'stringValue', value } } }) as const;
const point = { startTimeUnixNano: 1n, timeUnixNano: 2n, attributes: [pair('session.id', 's'), pair('type', 'input')] };
/** One metric of every kind, as no client of ours has sent them by protobuf. */
const METRICS = Buffer.from(
  toBinary(
    ExportMetricsServiceRequestSchema,
    create(ExportMetricsServiceRequestSchema, {
      resourceMetrics: [
        {
          resource: { attributes: [pair('service.name', 'claude-code')] },
          scopeMetrics: [
            {
              scope: { name: 'com.anthropic.claude_code' },
              metrics: [
                {
                  name: 'claude_code.token.usage',
                  data: {
                    case: 'sum',
                    value: {
                      aggregationTemporality: 1,
                      dataPoints: [{ ...point, value: { case: 'asInt', value: 7n } }],
                    },
                  },
                },
                {
                  name: 'gen_ai.client.token.usage',
                  data: {
                    case: 'histogram',
                    value: {
                      dataPoints: [{ ...point, count: 3n, sum: 12, bucketCounts: [1n, 2n], explicitBounds: [4] }],
                    },
                  },
                },
                {
                  name: 'g',
                  data: {
                    case: 'gauge',
                    value: { dataPoints: [{ ...point, value: { case: 'asDouble', value: 1.5 } }] },
                  },
                },
                {
                  name: 'e',
                  data: {
                    case: 'exponentialHistogram',
                    value: { dataPoints: [{ ...point, count: 1n, sum: 2, scale: 1 }] },
                  },
                },
                { name: 's', data: { case: 'summary', value: { dataPoints: [{ ...point, count: 1n, sum: 2 }] } } },
              ],
            },
          ],
        },
      ],
    }),
  ),
);

interface Door {
  readonly name: string;
  readonly url: string;
  readonly type: string;
  readonly body: Buffer;
}
const wire = (name: string) => captured(name).body;
const LOGS = gunzipSync(wire('otlp-logs-protobuf-gzip-node.01'));
const DOORS: readonly Door[] = [
  { name: 'traces as JSON', url: '/v1/traces', type: JSON_TYPE, body: wire('otlp-traces-json-node.01') },
  { name: 'traces as protobuf', url: '/v1/traces', type: PROTOBUF, body: wire('otlp-traces-protobuf-node.01') },
  { name: 'logs as JSON', url: '/v1/logs', type: JSON_TYPE, body: wire('otlp-logs-json-node.01') },
  { name: 'metrics as JSON', url: '/v1/metrics', type: JSON_TYPE, body: wire('claude-code-otel-json.03') },
  { name: 'logs as protobuf', url: '/v1/logs', type: PROTOBUF, body: LOGS },
  { name: 'metrics as protobuf', url: '/v1/metrics', type: PROTOBUF, body: METRICS },
  { name: 'OpenAI Agents', url: '/v1/traces/ingest', type: JSON_TYPE, body: bytes(AGENTS) },
  { name: 'Langfuse', url: '/api/public/ingestion', type: JSON_TYPE, body: bytes(LANGFUSE) },
  { name: 'CloudEvents', url: '/api/v1/events', type: 'application/cloudevents+json', body: wire('cloudevents.02') },
  {
    name: 'CloudEvents in a batch',
    url: '/api/v1/events',
    type: 'application/cloudevents-batch+json',
    body: wire('cloudevents.03'),
  },
];

/** A place as a share of the whole, so that one fault shrinks alike in every body. */
const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    null,
    true,
    -1,
    1e300,
    '',
    '\0',
    '\ud800',
    'x'.repeat(70_000),
    [],
    {},
    [[]],
    '99999999999999999999999',
  ),
);

/** Bytes cut off, or some of them changed. */
const brokenBytes = fc.oneof(
  place.map((at) => (body: Buffer) => body.subarray(0, Math.floor(at * body.length))),
  fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 8 }).map((changes) => (body: Buffer) => {
    const copy = Buffer.from(body);
    for (const [at, byte] of changes) copy[Math.floor(at * copy.length)] = byte;
    return copy;
  }),
  fc.uint8Array({ maxLength: 400 }).map((noise) => () => Buffer.from(noise)),
);

/** Another value somewhere in a JSON body: of another type, of another size, of another shape. */
const brokenJson = fc.tuple(place, odd).map(([at, value]) => (body: Buffer) => {
  const root: unknown = JSON.parse(body.toString());
  const spots: [holder: Record<string, unknown>, key: string][] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      spots.push([node as Record<string, unknown>, key]);
      walk((node as Record<string, unknown>)[key]);
    }
  };
  walk(root);
  const spot = spots[Math.floor(at * spots.length)];
  if (spot) spot[0][spot[1]] = value;
  return bytes(root);
});

describe('whatever is sent to', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });
  afterEach(async () => {
    expect((await server.get('/health')).status).toBe(200);
  });

  async function answer({ url, type }: Door, body: Buffer, headers: Readonly<Record<string, string>> = {}) {
    const response = await fetch(`${server.url}${url}`, {
      method: 'POST',
      headers: { 'content-type': type, ...headers },
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await response.text();
    return { status: response.status, type: response.headers.get('content-type') ?? '', text };
  }
  const fits = ({ type }: Door, given: Awaited<ReturnType<typeof answer>>) => {
    expect({ ...given, ok: given.status < 500 }).toMatchObject({ ok: true });
    if (type === PROTOBUF) expect(given.type).toBe(PROTOBUF);
    else expect(JSON.parse(given.text)).toBeInstanceOf(Object);
  };

  describe.each(DOORS)('$name', (door) => {
    it('is taken whole as it is', async () => {
      const given = await answer(door, door.body);
      // A base that is refused would be no base for anything.
      expect([given.status < 300, given.text.includes('artialSuccess')]).toEqual([true, false]);
    });

    it('is not its fault when bytes are missing or others', async () => {
      await fc.assert(
        fc.asyncProperty(brokenBytes, async (breakIt) => fits(door, await answer(door, breakIt(door.body)))),
        RUNS,
      );
    });

    it('is not its fault when the compression is broken', async () => {
      await fc.assert(
        fc.asyncProperty(brokenBytes, fc.constantFrom('gzip', 'deflate'), async (breakIt, coding) => {
          const whole = coding === 'gzip' ? gzipSync(door.body) : deflateSync(door.body);
          fits(door, await answer(door, breakIt(whole), { 'content-encoding': coding }));
        }),
        { ...RUNS, numRuns: 20 },
      );
    });

    if (door.type !== PROTOBUF) {
      it('is not its fault when a value is of another type', async () => {
        await fc.assert(
          fc.asyncProperty(brokenJson, async (breakIt) => fits(door, await answer(door, breakIt(door.body)))),
          { ...RUNS, numRuns: 120 },
        );
      });
    }
  });

  it.each([
    ['brackets', '/v1/traces', Buffer.from(`{"resourceSpans":${'['.repeat(2_000_000)}`)],
    ['attributes in attributes', '/v1/logs', Buffer.from(`{"resourceLogs":[{"resource":${'{"a":'.repeat(500_000)}1`)],
    [
      'empty items',
      '/v1/traces',
      Buffer.from(`{"resourceSpans":[{"scopeSpans":[{"spans":[${'{},'.repeat(999_999)}{}]}]}]}`),
    ],
    [
      'more items than there may be',
      '/v1/logs',
      Buffer.from(`{"resourceLogs":[{"scopeLogs":[{"logRecords":[${'7,'.repeat(1_000_001)}7]}]}]}`),
    ],
    [
      'more items of a batch than there may be',
      '/api/public/ingestion',
      Buffer.from(`{"batch":[${'{},'.repeat(50_000)}{}]}`),
    ],
    ['more items of OpenAI Agents', '/v1/traces/ingest', Buffer.from(`{"data":[${'{},'.repeat(50_000)}{}]}`)],
    ['a batch of 17 MiB', '/api/public/ingestion', Buffer.from(`{"batch":["${'x'.repeat(17 * 1_048_576)}"]}`)],
  ])('the doors in great number, %s, it is refused in time', async (_name, url, body) => {
    const given = await answer({ name: '', url, type: JSON_TYPE, body }, body);
    expect([400, 413]).toContain(given.status);
  });
});
