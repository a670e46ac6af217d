import type { ApiBodyOptions } from '@nestjs/swagger';

export const VALUE_BODY: ApiBodyOptions = {
  required: true,
  schema: { description: 'Any JSON, at most 1 MiB' },
  examples: {
    question: {
      summary: 'A question',
      value: { question: 'Which format?', options: ['json', 'csv'], status: 'pending', timeout: 300 },
    },
  },
};

export const WORKSPACE_SCHEMAS = {
  WorkspaceKeys: {
    type: 'object',
    required: ['data'],
    properties: {
      data: { type: 'array', items: { type: 'object', required: ['key'], properties: { key: { type: 'string' } } } },
    },
    examples: [{ data: [{ key: 'inbox:response:1a2b3c4d' }] }],
  },
  WorkspaceValue: {
    description: 'Any JSON',
    examples: [{ question: 'Which format?', options: ['json', 'csv'], status: 'pending', timeout: 300 }],
  },
};
