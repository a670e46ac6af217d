/** Questions as the OpenAPI document describes them; a test holds every answer to it. */
import type { ApiBodyOptions } from '@nestjs/swagger';
import { QUESTION_STATES } from '../../questions/question.js';

const text = { type: 'string' };
const textOrNull = { type: ['string', 'null'] };
const timestamp = { type: 'string', format: 'date-time' };

const properties = {
  id: { ...text, description: 'The id of the event that asked' },
  msg_id: { ...text, description: 'What the agent calls it' },
  state: { enum: [...QUESTION_STATES] },
  agent_id: textOrNull,
  session_id: textOrNull,
  graph_id: textOrNull,
  node_id: textOrNull,
  question: text,
  options: {
    type: 'array',
    items: {
      oneOf: [
        text,
        {
          type: 'object',
          properties: { value: text, label: textOrNull, description: textOrNull },
          required: ['value'],
        },
      ],
    },
  },
  asked_at: timestamp,
  answer: textOrNull,
  answered_by: textOrNull,
  closed_at: { oneOf: [timestamp, { type: 'null' }] },
};

const example = {
  id: 'ex-question',
  msg_id: 'deploy-1',
  state: 'answered',
  agent_id: 'deployer',
  session_id: 'run-42',
  graph_id: 'release',
  node_id: 'approve',
  question: 'Deploy to production?',
  options: ['yes', 'no'],
  asked_at: '2026-11-23T09:30:02.000Z',
  answer: 'yes',
  answered_by: 'ann@example.com',
  closed_at: '2026-11-23T09:31:10.412Z',
};

const question = (more: Readonly<Record<string, unknown>> = {}) => ({
  type: 'object',
  properties: { ...properties, ...more },
  required: Object.keys({ ...properties, ...more }),
  additionalProperties: false,
});

export const QUESTION_SCHEMAS = {
  Question: { ...question(), examples: [example] },
  QuestionList: {
    type: 'object',
    properties: { data: { type: 'array', items: { $ref: '#/components/schemas/Question' } } },
    required: ['data'],
    additionalProperties: false,
    examples: [{ data: [example] }],
  },
  AnsweredQuestion: {
    ...question({ question_id: { ...text, description: 'The same as `id`' } }),
    examples: [{ ...example, question_id: 'ex-question' }],
  },
};

export const ANSWER_BODY: ApiBodyOptions = {
  required: true,
  schema: {
    type: 'object',
    required: ['answer'],
    properties: {
      answer: text,
      question_id: text,
      msg_id: text,
      question: text,
      answered_by: { ...text, description: 'Default: the door and the address it came from' },
    },
  },
  examples: {
    named: {
      summary: 'By the agent’s name for it',
      value: { answer: 'yes', msg_id: 'deploy-1', answered_by: 'ann@example.com' },
    },
    only: { summary: 'Its only open question', value: { answer: 'yes' } },
  },
};
