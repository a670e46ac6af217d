/** The doors for OpenTelemetry: what exporters send is taken, what is wrong is refused in their own encoding. */
import { deflateSync, gzipSync } from 'node:zlib';
import { create, toBinary } from '@bufbuild/protobuf';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StatusSchema } from '../../libs/ingest/src/adapters/otlp/protobuf/google/rpc/status_pb.js';
import {
  ExportTraceServiceRequestSchema,
  ExportTraceServiceResponseSchema,
} from '../../libs/ingest/src/adapters/otlp/protobuf/opentelemetry/proto/collector/trace/v1/trace_service_pb.js';
import { captured, protobufBody, sendCaptured, storedEvents } from '../support/captured-telemetry.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

const PROTOBUF = { 'content-type': 'application/x-protobuf' };
const TRACE = '5b8efff798038103d269b633813fc60c';
const span = (spanId: string, more: object = {}) => ({
  traceId: TRACE,
  spanId,
  name: 'work',
  startTimeUnixNano: '1795419140540000000',
  endTimeUnixNano: '1795419141540000000',
  ...more,
});
const traces = (...spans: unknown[]) => ({ resourceSpans: [{ resource: {}, scopeSpans: [{ scope: {}, spans }] }] });

describe('OpenTelemetry over HTTP', () => {
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

  it.each([
    'otlp-traces-json-node.01',
    'otlp-traces-json-gzip-node.01',
    'otlp-traces-protobuf-node.01',
    'otlp-traces-protobuf-gzip-node.01',
    'otlp-logs-json-node.01',
    'otlp-logs-protobuf-gzip-node.01',
    'claude-code-otel-json.01',
    'claude-code-otel-json.02',
    'claude-code-otel-json.03',
    'vercel-ai-sdk7-genai.01',
  ])('takes %s whole, answers in its encoding, and takes it again without storing it twice', async (name) => {
    const request = captured(name);
    const isJson = request.headers['content-type'] === 'application/json';
    const first = await sendCaptured(server, request);
    expect([first.status, first.headers.get('content-type')?.split(';')[0]]).toEqual([
      200,
      request.headers['content-type'],
    ]);
    expect(await first.text()).toBe(isJson ? '{}' : '');
    const before = await storedEvents(server);
    if (!name.endsWith('.03')) expect(before.length).toBeGreaterThan(0);
    expect((await sendCaptured(server, request)).status).toBe(200);
    expect(await storedEvents(server)).toEqual(before);
  });

  it('takes deflate, an empty request, and fields it does not know', async () => {
    const deflated = deflateSync(JSON.stringify(traces(span('00000000000000d1'))));
    const answers = [
      await server.post('/v1/traces', deflated, { 'content-encoding': 'deflate' }),
      await server.post('/v1/traces', '{}'),
      await server.post('/v1/traces', new Uint8Array(), PROTOBUF),
      await server.post('/v1/traces', { ...traces(span('00000000000000d2', { later: [1] })), later: { a: 'b' } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  it.each([
    ['Langfuse', '/api/public/otel/v1/traces', `Basic ${Buffer.from('pk:sk').toString('base64')}`],
    ['Braintrust and LangSmith', '/otel/v1/traces', 'Bearer sk'],
  ])('answers the address of %s alike', async (_, path, authorization) => {
    const response = await server.post(path, traces(span('00000000000000e1')), { authorization });
    expect([response.status, await response.text()]).toEqual([200, '{}']);
  });

  describe('tells what it could not take', () => {
    it('in JSON, with a count and the first reason, and keeps the others', async () => {
      const response = await server.post(
        '/v1/traces',
        traces(span('00000000000000a1'), span('xyz'), { ...span('00000000000000a2'), traceId: '0'.repeat(32) }, 7),
      );
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        partialSuccess: { rejectedSpans: '3', errorMessage: expect.stringContaining('`spanId`') },
      });
      const nodes = (await storedEvents(server, `&graph_id=${TRACE}`)).map(({ node_id }) => node_id);
      expect(nodes).toContain('00000000000000a1');
      expect(nodes).not.toContain('00000000000000a2');
    });

    it('in protobuf', async () => {
      const id = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
      const request = create(ExportTraceServiceRequestSchema, {
        resourceSpans: [
          {
            scopeSpans: [
              {
                spans: [
                  { traceId: id(TRACE), spanId: id('00000000000000b1') },
                  { traceId: id('01'), name: 'no' },
                ],
              },
            ],
          },
        ],
      });
      const response = await server.post('/v1/traces', toBinary(ExportTraceServiceRequestSchema, request), PROTOBUF);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-protobuf']);
      expect((await protobufBody(response, ExportTraceServiceResponseSchema)).partialSuccess).toMatchObject({
        rejectedSpans: 1n,
        errorMessage: expect.stringContaining('`traceId`'),
      });
    });
  });

  describe('refuses with a google.rpc.Status in the encoding of the request', () => {
    const zeros = gzipSync(Buffer.alloc(65 * 1_048_576));
    const cases: [string, string, Uint8Array | string, Record<string, string>, number, RegExp][] = [
      ['broken JSON', '/v1/traces', '{"resourceSpans":[', {}, 400, /not valid JSON/],
      ['an empty JSON body', '/v1/logs', '', {}, 400, /empty/],
      ['a list that is none', '/v1/traces', '{"resourceSpans":7}', {}, 400, /`resourceSpans` must be a JSON array/],
      [
        'log records among traces',
        '/v1/traces',
        captured('otlp-logs-json-node.01').body,
        {},
        400,
        /takes `resourceSpans`/,
      ],
      ['metrics among logs', '/v1/logs', captured('claude-code-otel-json.03').body, {}, 400, /takes `resourceLogs`/],
      [
        'log records among traces, in protobuf',
        '/v1/traces',
        captured('otlp-logs-protobuf-gzip-node.01').body,
        { ...PROTOBUF, 'content-encoding': 'gzip' },
        400,
        /span was refused/,
      ],
      [
        'half a message',
        '/v1/traces',
        captured('otlp-traces-protobuf-node.01').body.subarray(0, 900),
        PROTOBUF,
        400,
        /cut off/,
      ],
      ['noise', '/v1/metrics', new Uint8Array([255, 254, 253, 7, 9]), PROTOBUF, 400, /no OTLP message/],
      ['only spans that are none', '/v1/traces', JSON.stringify(traces({}, {})), {}, 400, /`traceId`/],
      ['a form', '/v1/traces', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 415, /supported/],
      ['brotli', '/v1/traces', 'x', { 'content-encoding': 'br' }, 415, /gzip and deflate/],
      ['broken gzip', '/v1/traces', 'x', { ...PROTOBUF, 'content-encoding': 'gzip' }, 400, /gzip/],
      ['a gzip bomb', '/v1/traces', zeros, { ...PROTOBUF, 'content-encoding': 'gzip' }, 413, /67108864/],
      ['more than 64 MiB', '/v1/logs', Buffer.alloc(65 * 1_048_576, 32), {}, 413, /67108864/],
    ];
    it.each(cases)('%s', async (_name, url, body, headers, status, message) => {
      const before = await server.json<{ last_seq: string }>('/health');
      const response = await server.post(url, body, headers);
      const isProtobuf = headers['content-type'] === PROTOBUF['content-type'];
      expect([response.status, response.headers.get('content-type')?.split(';')[0]]).toEqual([
        status,
        isProtobuf ? PROTOBUF['content-type'] : 'application/json',
      ]);
      const answer = isProtobuf ? await protobufBody(response, StatusSchema) : await response.json();
      expect(answer).toMatchObject({ code: expect.any(Number), message: expect.stringMatching(message) });
      expect(await server.json('/health')).toEqual(before);
    });
  });
});
