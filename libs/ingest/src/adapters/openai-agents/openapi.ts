import type { ApiBodyOptions } from '@nestjs/swagger';

const TRACE = 'trace_0af7651916cd43dd8448eb211c80319c';

const EXAMPLE = {
  data: [
    { object: 'trace', id: TRACE, workflow_name: 'Trip planner', group_id: 'run-42', metadata: {} },
    {
      object: 'trace.span',
      id: 'span_b7ad6b7169203331b7ad6b71',
      trace_id: TRACE,
      parent_id: null,
      started_at: '2026-11-24T08:00:00.000Z',
      ended_at: '2026-11-24T08:00:01.250Z',
      span_data: { type: 'function', name: 'weather', input: '{"city":"Paris"}', output: '21 degrees' },
      error: null,
    },
  ],
};

export const AGENTS_BODY: ApiBodyOptions = {
  required: true,
  schema: { $ref: '#/components/schemas/AgentsTraces' },
  examples: { one: { summary: 'A trace and one of its spans', value: EXAMPLE } },
};

export const AGENTS_SCHEMAS = {
  AgentsTraces: {
    type: 'object',
    properties: { data: { type: 'array', items: { type: 'object', additionalProperties: true } } },
    required: ['data'],
    additionalProperties: true,
    examples: [EXAMPLE],
  },
  TelemetryTaken: {
    type: 'object',
    properties: {
      accepted: { type: 'integer', minimum: 0, description: 'Events stored now' },
      duplicates: { type: 'integer', minimum: 0 },
      rejected: { type: 'integer', minimum: 0 },
    },
    required: ['accepted', 'duplicates', 'rejected'],
    additionalProperties: false,
    examples: [{ accepted: 2, duplicates: 0, rejected: 0 }],
  },
};
