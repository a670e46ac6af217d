/** What the doors for OpenTelemetry take and answer, as schemas of the OpenAPI document; a test sends every example. */
import type { ApiBodyOptions, ApiResponseOptions } from '@nestjs/swagger';
import { JSON_TYPE, PROTOBUF } from './otlp-status.js';

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
const number = (key: string, value: number) => ({ key, value: { intValue: String(value) } });
const resource = { attributes: [text('service.name', 'trip-planner')] };
const scope = { name: 'my.agent.lib', version: '0.3.1' };
const TRACE_ID = '5b8efff798038103d269b633813fc60c';

const TRACES = {
  resourceSpans: [
    {
      resource,
      scopeSpans: [
        {
          scope,
          spans: [
            {
              traceId: TRACE_ID,
              spanId: 'eee19b7ec3c1b174',
              name: 'chat gpt-4o',
              kind: 3,
              startTimeUnixNano: '1795419140540000000',
              endTimeUnixNano: '1795419141540000000',
              attributes: [
                text('gen_ai.operation.name', 'chat'),
                text('gen_ai.request.model', 'gpt-4o'),
                number('gen_ai.usage.input_tokens', 120),
                number('gen_ai.usage.output_tokens', 18),
              ],
              status: { code: 1 },
            },
          ],
        },
      ],
    },
  ],
};

const LOGS = {
  resourceLogs: [
    {
      resource,
      scopeLogs: [
        {
          scope,
          logRecords: [
            {
              timeUnixNano: '1795419140540000000',
              severityNumber: 9,
              body: { stringValue: 'looked the weather up' },
              attributes: [text('session.id', 'run-42')],
              traceId: TRACE_ID,
              spanId: 'eee19b7ec3c1b174',
            },
          ],
        },
      ],
    },
  ],
};

const METRICS = {
  resourceMetrics: [
    {
      resource,
      scopeMetrics: [
        {
          scope,
          metrics: [
            {
              name: 'agent.tokens',
              unit: 'tokens',
              sum: {
                aggregationTemporality: 1,
                isMonotonic: true,
                dataPoints: [{ timeUnixNano: '1795419140540000000', asInt: '138', attributes: [] }],
              },
            },
          ],
        },
      ],
    },
  ],
};

const bodyOf = (schema: string, value: object): ApiBodyOptions => ({
  required: true,
  schema: { $ref: `#/components/schemas/${schema}` },
  examples: { one: { summary: 'One of one resource; protobuf holds the same', value } },
});

export const TRACES_BODY = bodyOf('OtlpTraces', TRACES);
export const LOGS_BODY = bodyOf('OtlpLogs', LOGS);
export const METRICS_BODY = bodyOf('OtlpMetrics', METRICS);

const schema = ($ref: string) => ({ schema: { $ref: `#/components/schemas/${$ref}` } });

const BINARY = { schema: { type: 'string', format: 'binary' } };

const description =
  'OTLP/HTTP as JSON or protobuf, gzip or deflate, up to 64 MiB inflated; answered in the encoding that was sent, after the commit. What could not be taken is counted in `partialSuccess`, with the first reason. A refusal is a google.rpc.Status. Sending the same again is safe.';

export const OTLP_ANSWERS = {
  description,
  metrics: `${description} Counters of tokens and cost are kept where a mapping knows them; other metrics are counted and dropped.`,
  taken: {
    status: 200,
    description: 'Taken, wholly or in part',
    content: { [JSON_TYPE]: schema('OtlpAnswer'), [PROTOBUF]: BINARY },
  } satisfies ApiResponseOptions,
  refused: {
    status: 'default',
    description: '400, 413 and 415: do not send it again. 429 and 503: send it again after `Retry-After` seconds',
    content: { [JSON_TYPE]: schema('OtlpStatus'), [PROTOBUF]: BINARY },
  } satisfies ApiResponseOptions,
};

/** OTLP itself is the truth; here is only what a body looks like from outside. */
const requestOf = (list: string, example: object) => ({
  type: 'object',
  description: `OTLP/JSON, see opentelemetry-proto 1.10; as ${PROTOBUF} the same message in protobuf`,
  properties: { [list]: { type: ['array', 'null'], items: { type: 'object', additionalProperties: true } } },
  additionalProperties: true,
  examples: [example],
});

const count = { type: 'string', pattern: '^\\d+$' };

export const OTLP_SCHEMAS = {
  OtlpTraces: requestOf('resourceSpans', TRACES),
  OtlpLogs: requestOf('resourceLogs', LOGS),
  OtlpMetrics: requestOf('resourceMetrics', METRICS),
  OtlpAnswer: {
    type: 'object',
    properties: {
      partialSuccess: {
        type: 'object',
        properties: {
          rejectedSpans: count,
          rejectedLogRecords: count,
          rejectedDataPoints: count,
          errorMessage: { type: 'string' },
        },
        required: ['errorMessage'],
        additionalProperties: false,
      },
    },
    additionalProperties: false,
    examples: [
      { partialSuccess: { rejectedSpans: '1', errorMessage: '`spanId` must be 16 hex digits, not all zero' } },
    ],
  },
  OtlpStatus: {
    type: 'object',
    properties: { code: { type: 'integer' }, message: { type: 'string' } },
    required: ['code', 'message'],
    additionalProperties: false,
    examples: [{ code: 3, message: 'the body is not valid JSON: it is empty' }],
  },
};
