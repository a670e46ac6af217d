import type { ApiBodyOptions } from '@nestjs/swagger';

export const BATCH_BODY: ApiBodyOptions = {
  required: true,
  schema: {
    type: 'object',
    required: ['answers'],
    properties: {
      answers: {
        type: 'array',
        minItems: 1,
        maxItems: 100,
        items: {
          type: 'object',
          required: ['question_id'],
          properties: {
            question_id: { type: 'string' },
            shown_hash: { type: 'string' },
            decision: { type: 'string' },
            answer: { type: 'string' },
            value: {},
            edited_args: { type: ['object', 'null'], additionalProperties: true },
            message: { type: 'string' },
            scope: { type: 'string' },
            args: { type: 'string' },
            answered_by: { type: 'string' },
          },
          additionalProperties: false,
        },
      },
    },
    additionalProperties: false,
  },
  examples: {
    approvals: {
      summary: 'Two approvals',
      value: {
        answers: [
          { question_id: 'ex-one', decision: 'approve', answered_by: 'ann@example.com' },
          { question_id: 'ex-two', decision: 'reject', message: 'not today', answered_by: 'ann@example.com' },
        ],
      },
    },
  },
};

export const BATCH_SCHEMAS = {
  BatchAnswer: {
    type: 'object',
    required: ['results'],
    properties: {
      results: {
        type: 'array',
        items: {
          type: 'object',
          required: ['question_id', 'answered'],
          properties: {
            question_id: { type: 'string' },
            answered: { type: 'boolean' },
            code: { type: 'string', description: 'Why not, as in the table of errors' },
            detail: { type: 'string' },
            answered_by: { type: ['string', 'null'], description: 'Who was first' },
            question: { $ref: '#/components/schemas/Question' },
          },
        },
      },
    },
    examples: [
      {
        results: [
          {
            question_id: 'ex-one',
            answered: false,
            code: 'question_closed',
            detail: 'the question was answered by Bob at 2026-11-23T09:31:10.412Z',
            answered_by: 'Bob',
          },
        ],
      },
    ],
  },
};
