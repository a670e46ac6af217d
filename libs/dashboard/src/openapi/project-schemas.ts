import { MAX_RETENTION_DAYS } from '@binnacle/auth';
import type { ApiBodyOptions } from '@nestjs/swagger';
import { closed, nullable } from './schema-parts.js';

const ID = { type: 'string', pattern: '^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$' } as const;
const NAME = { type: 'string', minLength: 1, maxLength: 80 } as const;
const DAYS = {
  type: ['integer', 'null'],
  minimum: 1,
  maximum: MAX_RETENTION_DAYS,
  description: 'null = as the server',
};

const example = {
  id: 'billing',
  name: 'Billing',
  archived: false,
  retention_days: null,
  created_at: '2026-11-24T09:30:00.000Z',
  archived_at: null,
};

export const PROJECT_SCHEMAS = {
  Project: {
    ...closed({
      id: { type: 'string' },
      name: NAME,
      archived: { type: 'boolean', description: 'Only read any more, and not offered on pages' },
      retention_days: DAYS,
      created_at: nullable('string'),
      archived_at: nullable('string'),
    }),
    examples: [example],
  },
  Projects: {
    ...closed({ data: { type: 'array', items: { $ref: '#/components/schemas/Project' } } }),
    examples: [{ data: [example] }],
  },
  ProjectInput: {
    type: 'object',
    properties: { id: ID, name: NAME },
    required: ['id'],
    additionalProperties: false,
    examples: [{ id: 'billing', name: 'Billing' }],
  },
  ProjectChange: {
    type: 'object',
    properties: { name: NAME, retention_days: DAYS, archived: { type: 'boolean' } },
    additionalProperties: false,
    examples: [{ name: 'Billing and taxes', retention_days: 90 }],
  },
};

export const PROJECT_BODY: ApiBodyOptions = {
  required: true,
  schema: { $ref: '#/components/schemas/ProjectInput' },
  examples: { named: { value: { id: 'billing', name: 'Billing' } } },
};

export const PROJECT_CHANGE_BODY: ApiBodyOptions = {
  required: true,
  schema: { $ref: '#/components/schemas/ProjectChange' },
  examples: { renamed: { value: { name: 'All of us', retention_days: null } } },
};
