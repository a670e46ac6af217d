import type { ApiBodyOptions } from '@nestjs/swagger';

const EXAMPLE = {
  batch: [
    {
      id: 'f7151bf0-4944-4f80-a615-2e4e4fbae83b',
      type: 'generation-create',
      timestamp: '2026-11-24T08:00:01.250Z',
      body: {
        id: '48578ec3-5dce-4704-8aa5-10217ad03de8',
        traceId: 'b7c8c131-9365-417a-b7fc-93f36e58fa9a',
        name: 'answer',
        startTime: '2026-11-24T08:00:00.000Z',
        endTime: '2026-11-24T08:00:01.250Z',
        model: 'gpt-4o',
        input: [{ role: 'user', content: 'Which trains?' }],
        output: 'The one at nine.',
        usage: { input: 12, output: 7 },
      },
    },
  ],
  metadata: { sdk_name: 'langfuse-js', sdk_version: '3.39.2' },
};

export const LANGFUSE_BODY: ApiBodyOptions = {
  required: true,
  schema: { $ref: '#/components/schemas/LangfuseBatch' },
  examples: { one: { summary: 'One model call', value: EXAMPLE } },
};

export const LANGFUSE_SCHEMAS = {
  LangfuseBatch: {
    type: 'object',
    properties: { batch: { type: 'array', items: { type: 'object', additionalProperties: true } } },
    required: ['batch'],
    additionalProperties: true,
    examples: [EXAMPLE],
  },
  LangfuseAnswer: {
    type: 'object',
    properties: {
      successes: {
        type: 'array',
        items: {
          type: 'object',
          properties: { id: { type: 'string' }, status: { enum: [201] } },
          required: ['id', 'status'],
          additionalProperties: false,
        },
      },
      errors: { type: 'array', maxItems: 0 },
      rejected: {
        type: 'array',
        items: {
          type: 'object',
          properties: { id: { type: 'string' }, detail: { type: 'string' } },
          required: ['id', 'detail'],
          additionalProperties: false,
        },
      },
    },
    required: ['successes', 'errors', 'rejected'],
    additionalProperties: false,
    examples: [{ successes: [{ id: 'f7151bf0-4944-4f80-a615-2e4e4fbae83b', status: 201 }], errors: [], rejected: [] }],
  },
  LangfuseHealth: {
    type: 'object',
    properties: { status: { enum: ['OK'] }, version: { type: 'string' } },
    required: ['status', 'version'],
    additionalProperties: false,
    examples: [{ status: 'OK', version: '3.0.0' }],
  },
};
