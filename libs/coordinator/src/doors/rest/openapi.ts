/** Questions as the OpenAPI document describes them; a test holds every answer to it. */
import { DECISIONS, QUESTION_KINDS, SCOPES, TIMEOUT_POLICIES } from '@binnacle/events';
import type { ApiBodyOptions } from '@nestjs/swagger';
import { QUESTION_STATES } from '../../questions/question.js';
import { MAX_CLAIM_SECONDS } from '../../questions/question-desk.js';
import { APPROVAL, QUESTION, RULE } from './examples.js';

const text = { type: 'string' };
const textOrNull = { type: ['string', 'null'] };
const timestamp = { type: 'string', format: 'date-time' };
const timestampOrNull = { oneOf: [timestamp, { type: 'null' }] };
const objectOrNull = { type: ['object', 'null'], additionalProperties: true };

const options = {
  type: 'array',
  maxItems: 100,
  items: {
    oneOf: [
      text,
      { type: 'object', properties: { value: text, label: textOrNull, description: textOrNull }, required: ['value'] },
    ],
  },
};

const action = {
  type: 'object',
  properties: { tool: text, args: objectOrNull, call_id: textOrNull },
  required: ['tool'],
  description: 'What the agent will do once it may',
};

const context = {
  type: 'array',
  maxItems: 20,
  items: {
    type: 'object',
    properties: {
      kind: { enum: ['markdown', 'diff', 'image', 'link'] },
      title: textOrNull,
      text: { ...textOrNull, description: 'Of markdown and diff' },
      url: { ...textOrNull, description: 'Of image and link, http or https' },
    },
    required: ['kind'],
  },
  description: 'Something to look at before one answers',
};

const items = {
  type: 'array',
  maxItems: 20,
  items: {
    type: 'object',
    properties: { id: text, question: text, options, multi: { type: 'boolean' }, allow_other: { type: 'boolean' } },
    required: ['question'],
  },
  description: 'Several questions in one',
};

const reply = {
  type: ['object', 'null'],
  properties: {
    decision: { enum: [...DECISIONS] },
    value: { description: 'Text, list of texts, object by the schema, or answers by item' },
    edited_args: objectOrNull,
    message: textOrNull,
    scope: { enum: [...SCOPES] },
  },
  required: ['decision', 'value', 'edited_args', 'message', 'scope'],
  additionalProperties: false,
};

const content = {
  kind: { enum: [...QUESTION_KINDS] },
  question: text,
  options,
  allow_other: { type: 'boolean', description: 'Something else than the options may be answered' },
  action: { oneOf: [action, { type: 'null' }] },
  allowed: { type: 'array', items: { enum: [...DECISIONS] }, description: 'Of an approval' },
  response_schema: { ...objectOrNull, description: 'JSON schema of a form’s answer' },
  items,
  context,
};

const properties = {
  id: { ...text, description: 'The id of the event that asked' },
  msg_id: { ...text, description: 'What the agent calls it' },
  state: { enum: [...QUESTION_STATES] },
  agent_id: textOrNull,
  session_id: textOrNull,
  graph_id: textOrNull,
  node_id: textOrNull,
  ...content,
  asked_at: timestamp,
  expires_at: timestampOrNull,
  on_timeout: { enum: [...TIMEOUT_POLICIES] },
  shown_hash: { ...text, description: 'Of everything that is shown; send it back with the answer' },
  claimed_by: textOrNull,
  claimed_until: timestampOrNull,
  assigned_to: textOrNull,
  answer: { ...textOrNull, description: 'The reply as one text' },
  reply,
  answered_by: textOrNull,
  rule_id: { ...textOrNull, description: 'The standing approval that answered it' },
  action_hash: { ...textOrNull, description: 'Of the action that may run' },
  closed_at: timestampOrNull,
  delivered_at: { ...timestampOrNull, description: 'When the agent took the answer' },
  delivered_to: { ...textOrNull, description: 'The door it took it through' },
  undelivered_since: timestampOrNull,
  resumed_at: { ...timestampOrNull, description: 'When the agent went on' },
  mismatched_at: { ...timestampOrNull, description: 'When the agent did something else than what was approved' },
};

const closed = (more: Readonly<Record<string, unknown>> = {}) => ({
  type: 'object',
  properties: { ...properties, ...more },
  required: Object.keys({ ...properties, ...more }),
  additionalProperties: false,
});

const rule = {
  id: text,
  agent_id: { ...textOrNull, description: 'null: any agent' },
  session_id: { ...textOrNull, description: 'Set when it holds for one session' },
  tool: text,
  args_hash: { ...textOrNull, description: 'null: whatever the arguments are' },
  question_id: text,
  created_by: text,
  created_at: timestamp,
  revoked_by: textOrNull,
  revoked_at: timestampOrNull,
  uses: { type: 'integer', minimum: 0 },
  last_used_at: timestampOrNull,
};

const listOf = (name: string, example: unknown) => ({
  type: 'object',
  properties: { data: { type: 'array', items: { $ref: `#/components/schemas/${name}` } } },
  required: ['data'],
  additionalProperties: false,
  examples: [{ data: [example] }],
});

export const QUESTION_SCHEMAS = {
  Question: { ...closed(), examples: [QUESTION] },
  QuestionList: listOf('Question', QUESTION),
  AnsweredQuestion: {
    ...closed({ question_id: { ...text, description: 'The same as `id`' } }),
    examples: [{ ...QUESTION, question_id: QUESTION.id }],
  },
  ApprovalRule: {
    type: 'object',
    properties: rule,
    required: Object.keys(rule),
    additionalProperties: false,
    examples: [RULE],
  },
  ApprovalRuleList: listOf('ApprovalRule', RULE),
};

const answeredBy = { ...text, description: 'Default: the door and the address it came from' };

export const ANSWER_BODY: ApiBodyOptions = {
  required: true,
  schema: {
    type: 'object',
    required: ['answer'],
    properties: { answer: text, question_id: text, msg_id: text, question: text, answered_by: answeredBy },
    additionalProperties: true,
  },
  examples: {
    named: {
      summary: 'By the agent’s name for it',
      value: { answer: 'yes', msg_id: 'deploy-1', answered_by: 'ann@example.com' },
    },
    only: { summary: 'Its only open question', value: { answer: 'yes' } },
  },
};

export const REPLY_BODY: ApiBodyOptions = {
  required: true,
  schema: {
    type: 'object',
    properties: {
      decision: { enum: [...DECISIONS] },
      value: reply.properties.value,
      edited_args: objectOrNull,
      message: text,
      scope: { enum: [...SCOPES], description: 'How long an approval holds' },
      args: { enum: ['same', 'any'], description: 'Of one that lasts: for the same arguments (default) or any' },
      answer: { ...text, description: 'All of it as one text' },
      shown_hash: text,
      answered_by: answeredBy,
    },
    additionalProperties: false,
  },
  examples: {
    approve: { summary: 'Approve once', value: { decision: 'approve', answered_by: 'ann@example.com' } },
    edit: {
      summary: 'Approve with other arguments',
      value: {
        decision: 'edit',
        edited_args: { ...APPROVAL.action.args, replicas: 2 },
        answered_by: 'ann@example.com',
      },
    },
    always: {
      summary: 'Approve it from now on',
      value: { decision: 'approve', scope: 'always', args: 'same', answered_by: 'ann@example.com' },
    },
  },
};

export const ASK_BODY: ApiBodyOptions = {
  required: true,
  schema: {
    type: 'object',
    properties: {
      agent_id: textOrNull,
      session_id: textOrNull,
      graph_id: textOrNull,
      node_id: textOrNull,
      msg_id: textOrNull,
      ...content,
      action,
      expires_at: timestamp,
      timeout_seconds: { type: 'number', minimum: 0 },
      on_timeout: { enum: [...TIMEOUT_POLICIES] },
      default: { description: 'The answer of `on_timeout: default`' },
    },
    required: ['question'],
    additionalProperties: true,
  },
  examples: {
    text: { summary: 'A question', value: { agent_id: 'planner', question: 'Which region?' } },
    approval: { summary: 'May I do this?', value: APPROVAL },
  },
};

export const CLAIM_BODY: ApiBodyOptions = {
  schema: {
    type: 'object',
    properties: { by: answeredBy, seconds: { type: 'number', minimum: 1, maximum: MAX_CLAIM_SECONDS, default: 300 } },
    additionalProperties: false,
  },
  examples: { claim: { value: { by: 'ann@example.com', seconds: 600 } } },
};

export const ASSIGN_BODY: ApiBodyOptions = {
  schema: { type: 'object', properties: { to: text, by: answeredBy }, additionalProperties: false },
  examples: { assign: { value: { to: 'bob@example.com', by: 'ann@example.com' } } },
};

export const COMMENT_BODY: ApiBodyOptions = {
  required: true,
  schema: {
    type: 'object',
    properties: { text: { ...text, maxLength: 10_000 }, by: answeredBy },
    required: ['text'],
    additionalProperties: false,
  },
  examples: { comment: { value: { text: 'Bob is on call for this one.', by: 'ann@example.com' } } },
};

export const GOES_ON_BODY: ApiBodyOptions = {
  schema: {
    type: 'object',
    properties: { action_hash: { ...text, description: 'As the answer gave it' }, action },
    additionalProperties: false,
  },
  examples: { plain: { summary: 'It goes on', value: {} } },
};
