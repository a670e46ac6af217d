import { closed, nullable, SEQ, TIMESTAMP } from './schema-parts.js';

const entry = {
  id: '42',
  at: '2026-11-24T09:30:00.000Z',
  project: 'default',
  actor: { kind: 'person', id: '0198c1de', name: 'Ada <ada@example.com>' },
  action: 'question.answered',
  target: 'question:ex-question',
  address: '192.0.2.7',
  detail: { decision: 'approve', scope: 'once' },
};

export const AUDIT_SCHEMAS = {
  AuditEntry: {
    ...closed({
      id: SEQ,
      at: TIMESTAMP,
      project: { ...nullable('string'), description: 'null = of the whole installation' },
      actor: closed({
        kind: {
          enum: ['person', 'key', 'visitor', 'server'],
          description: '`visitor`: nobody known; without accounts everybody is one, under the name they gave',
        },
        id: nullable('string'),
        name: { type: 'string' },
      }),
      action: { type: 'string', description: 'See docs/reference/audit.md' },
      target: nullable('string'),
      address: nullable('string'),
      detail: { type: 'object' },
    }),
    examples: [entry],
  },
  AuditPage: {
    ...closed({
      data: { type: 'array', items: { $ref: '#/components/schemas/AuditEntry' } },
      next_cursor: nullable('string'),
      has_more: { type: 'boolean' },
    }),
    examples: [{ data: [entry], next_cursor: null, has_more: false }],
  },
};
