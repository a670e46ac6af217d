import type { ApiBodyOptions } from '@nestjs/swagger';

const MESSAGE = {
  id: '019a8d10-7a5e-7cc4-b5c3-1f1f0e2d3c4b',
  agent_id: 'deployer',
  session_id: null,
  text: 'The staging database is back: go on with the migration.',
  sent_by: 'ann@example.com',
  sent_at: '2026-11-23T09:30:02.000Z',
  read_at: '2026-11-23T09:31:10.412Z',
  read_by: 'rest',
};
const nullableText = { type: ['string', 'null'] };

export const MESSAGE_BODY: ApiBodyOptions = {
  required: true,
  schema: {
    type: 'object',
    required: ['text'],
    properties: {
      text: { type: 'string', minLength: 1, maxLength: 65_536 },
      session_id: { type: 'string', maxLength: 256 },
      sent_by: { type: 'string', maxLength: 256, description: 'Default: where it came from' },
    },
    additionalProperties: false,
  },
  examples: {
    message: { summary: 'Something the agent should know', value: { text: MESSAGE.text, sent_by: MESSAGE.sent_by } },
  },
};

export const MESSAGE_SCHEMAS = {
  Message: {
    type: 'object',
    required: ['id', 'agent_id', 'session_id', 'text', 'sent_by', 'sent_at', 'read_at', 'read_by'],
    properties: {
      id: { type: 'string' },
      agent_id: { type: 'string' },
      session_id: nullableText,
      text: { type: 'string' },
      sent_by: { type: 'string' },
      sent_at: { type: 'string', format: 'date-time' },
      read_at: { type: ['string', 'null'], format: 'date-time' },
      read_by: { ...nullableText, description: 'The door through which the agent took it' },
    },
    examples: [MESSAGE],
  },
  MessageList: {
    type: 'object',
    required: ['data'],
    properties: { data: { type: 'array', items: { $ref: '#/components/schemas/Message' } } },
    examples: [{ data: [MESSAGE] }],
  },
};
