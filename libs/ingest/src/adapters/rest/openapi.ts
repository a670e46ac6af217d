/** What the doors for events take and answer, as schemas of the OpenAPI document; a test sends every example. */
import { ACTION, CATEGORY, MAX_ID_CHARS, MAX_REFERENCE_CHARS } from '@binnacle/events';
import type { ApiBodyOptions } from '@nestjs/swagger';
import { CLOUD_EVENT_SCHEMA } from '../cloudevents/openapi.js';

const reference = { type: ['string', 'null'], maxLength: MAX_REFERENCE_CHARS };

const eventInput = {
  type: 'object',
  description: 'Either `type` or `category` and `action` is required.',
  properties: {
    id: {
      type: ['string', 'null'],
      maxLength: MAX_ID_CHARS,
      description: 'Idempotency key; absent = a UUIDv7 is given',
    },
    type: { type: ['string', 'null'] },
    category: { type: ['string', 'null'], pattern: CATEGORY.source },
    action: { type: ['string', 'null'], pattern: ACTION.source },
    timestamp: {
      oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'null' }],
      description:
        'ISO 8601 (no zone = UTC) or epoch milliseconds; absent = arrival. At most a day ahead of the server',
    },
    agent_id: reference,
    graph_id: reference,
    node_id: reference,
    session_id: reference,
    parent_id: reference,
    payload: { type: ['object', 'null'], additionalProperties: true },
  },
  anyOf: [{ required: ['type'] }, { required: ['category', 'action'] }],
};

const ingestAnswer = {
  type: 'object',
  properties: {
    accepted: { type: 'integer', minimum: 0 },
    duplicates: { type: 'integer', minimum: 0, description: 'Events that were stored already' },
    rejected: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          index: { type: 'integer', minimum: 0 },
          id: { type: 'string' },
          code: { type: 'string' },
          detail: { type: 'string' },
        },
        required: ['index', 'code', 'detail'],
        additionalProperties: false,
      },
    },
    last_seq: {
      type: ['string', 'null'],
      pattern: '^\\d{1,19}$',
      description: 'Every stored event of the request is at or below it',
    },
    filtered: { type: 'integer', minimum: 1, description: 'Events that a filter of this installation dropped' },
  },
  required: ['accepted', 'duplicates', 'rejected', 'last_seq'],
  additionalProperties: false,
  examples: [{ accepted: 3, duplicates: 0, rejected: [], last_seq: '88234108043460611' }],
};

const run = { agent_id: 'deployer', session_id: 'run-42', graph_id: 'release' };
const ONE = {
  id: 'ex-question',
  type: 'agent:blocked',
  ...run,
  node_id: 'approve',
  payload: { question: 'Deploy to production?', options: ['yes', 'no'], msg_id: 'deploy-1' },
};
const SEVERAL = [
  { id: 'ex-start', type: 'agent:started', ...run, payload: { task: 'Release 1.4' } },
  {
    id: 'ex-test-run',
    type: 'tool:completed',
    ...run,
    node_id: 'test',
    payload: { tool_name: 'bash', tool_use_id: 'call-1', duration_ms: 1250 },
  },
  {
    id: 'ex-model',
    category: 'model',
    action: 'response',
    ...run,
    parent_id: 'ex-start',
    payload: { model: 'claude-sonnet', input_tokens: 1200, output_tokens: 180, cost_usd: 0.0063, duration_ms: 2310 },
  },
];

export const EVENT_BODY: ApiBodyOptions = {
  required: true,
  schema: {
    oneOf: [
      { $ref: '#/components/schemas/EventInput' },
      { type: 'array', items: { $ref: '#/components/schemas/EventInput' }, minItems: 1, maxItems: 5_000 },
    ],
  },
  examples: {
    one: { summary: 'One event: an agent asks', value: ONE },
    several: { summary: 'Several, in one request', value: SEVERAL },
  },
};

const EXPORTED = SEVERAL.map((event) => ({
  ...event,
  id: `${event.id}-imported`,
  timestamp: '2026-10-01T08:00:00.000Z',
  received_at: '2026-10-01T08:00:00.020Z',
}));

export const ARCHIVED_BODY: ApiBodyOptions = {
  ...EVENT_BODY,
  examples: { several: { summary: 'Lines of an export', value: EXPORTED } },
};

export const INGEST_SCHEMAS = {
  EventInput: eventInput,
  CloudEvent: CLOUD_EVENT_SCHEMA,
  IngestAnswer: ingestAnswer,
};
