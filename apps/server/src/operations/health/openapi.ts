const UP = { status: 'up' };

export const HEALTH_SCHEMAS = {
  Alive: {
    type: 'object',
    properties: { status: { enum: ['ok'] } },
    required: ['status'],
    additionalProperties: false,
    examples: [{ status: 'ok' }],
  },
  Health: {
    type: 'object',
    properties: {
      status: { enum: ['ok'] },
      last_seq: { type: 'string', pattern: '^\\d{1,19}$' },
      checks: {
        type: 'object',
        description: 'Each part that was looked at',
        additionalProperties: {
          type: 'object',
          properties: { status: { enum: ['up', 'down'] }, message: { type: 'string' } },
          required: ['status'],
        },
      },
    },
    required: ['status', 'last_seq', 'checks'],
    additionalProperties: false,
    examples: [
      {
        status: 'ok',
        last_seq: '88234108043460611',
        checks: { database: UP, migrations: UP, ingest: UP, process: UP },
      },
    ],
  },
};
