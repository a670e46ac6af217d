import { ACTION, CATEGORY, MAX_ID_CHARS, MAX_REFERENCE_CHARS } from '@binnacle/events';
import type { ApiResponseSchemaHost } from '@nestjs/swagger';

type Schema = ApiResponseSchemaHost['schema'];

const reference = { type: 'string', nullable: true, maxLength: MAX_REFERENCE_CHARS } as const;

const eventSchema: Schema = {
  type: 'object',
  description: 'Either `type` or `category` and `action` is required.',
  properties: {
    id: { type: 'string', maxLength: MAX_ID_CHARS, description: 'Idempotency key; absent = a UUIDv7 is given' },
    type: { type: 'string', example: 'agent:blocked' },
    category: { type: 'string', pattern: CATEGORY.source },
    action: { type: 'string', pattern: ACTION.source },
    timestamp: {
      oneOf: [{ type: 'string', format: 'date-time' }, { type: 'number' }],
      description: 'ISO 8601 (no zone = UTC) or epoch milliseconds; absent = arrival',
    },
    agent_id: reference,
    graph_id: reference,
    node_id: reference,
    session_id: reference,
    parent_id: reference,
    payload: { type: 'object', additionalProperties: true },
  },
};

export const eventBodySchema: Schema = { oneOf: [eventSchema, { type: 'array', items: eventSchema }] };

export const ingestAnswerSchema: Schema = {
  type: 'object',
  properties: {
    accepted: { type: 'integer' },
    duplicates: { type: 'integer' },
    rejected: {
      type: 'array',
      items: {
        type: 'object',
        properties: { index: { type: 'integer' }, code: { type: 'string' }, detail: { type: 'string' } },
      },
    },
    last_seq: { type: 'string', nullable: true },
    filtered: { type: 'integer' },
  },
};
