/** Notifications as the OpenAPI document describes them; a test holds every answer to it. */
import { QUESTION_KINDS } from '@binnacle/events';
import type { ApiBodyOptions } from '@nestjs/swagger';
import { CHANNEL_KINDS } from '../channels/channel.js';
import { MAX_NAME_CHARS } from '../channels/read-channel.js';
import { DELIVERY_STATES } from '../deliveries/delivery.js';
import { MAX_AFTER_SECONDS, MAX_AGENTS, MAX_STEPS } from '../rules/read-rule.js';
import { RULE_EVENTS } from '../rules/rule.js';

type Schema = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const textOrNull = { type: ['string', 'null'] };
const timestamp = { type: 'string', format: 'date-time' };
const timestampOrNull = { oneOf: [timestamp, { type: 'null' }] };
const closed = (properties: Readonly<Record<string, Schema>>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const listOf = (name: string, example: unknown) => ({
  ...closed({ data: { type: 'array', items: { $ref: `#/components/schemas/${name}` } } }),
  examples: [{ data: [example] }],
});

const id = { ...text, pattern: '^[a-z0-9][a-z0-9-]{0,47}$', description: 'Of your choice; else one is made' };
const name = { ...text, minLength: 1, maxLength: MAX_NAME_CHARS };

const channelFields = {
  name,
  url: { ...text, description: 'Of webhook and slack; the server of ntfy, default https://ntfy.sh' },
  secret: { ...text, description: 'Of a webhook: `whsec_` and base64 of 24 to 64 bytes; else one is made' },
  topic: { ...text, description: 'Of ntfy. As good as a password' },
  token: { ...text, description: 'Of ntfy, where the topic is protected' },
  answers: { type: 'boolean', description: 'Of ntfy: buttons that answer. Default true' },
  notifier: { ...text, description: 'Of plugin: the id of its notifier' },
};
const kind = { enum: [...CHANNEL_KINDS] };

const channel = {
  id: text,
  name: text,
  kind,
  target: { ...textOrNull, description: 'Where it goes, without what is secret of it' },
  notifier: textOrNull,
  answers: { type: 'boolean' },
  has_token: { type: 'boolean' },
  secrets: {
    type: 'array',
    description: 'Those that sign now',
    items: closed({ hint: { ...text, description: 'The last characters' }, valid_until: timestampOrNull }),
  },
  created_at: timestamp,
  updated_at: timestamp,
};

const CHANNEL = {
  id: 'ex-channel',
  name: 'On-call webhook',
  kind: 'webhook',
  target: 'https://hooks.example.com/binnacle',
  notifier: null,
  answers: false,
  has_token: false,
  secrets: [{ hint: '…9sW0', valid_until: null }],
  created_at: '2026-11-23T09:30:02.000Z',
  updated_at: '2026-11-23T09:30:02.000Z',
};

const steps = {
  type: 'array',
  minItems: 1,
  maxItems: MAX_STEPS,
  items: {
    type: 'object',
    properties: {
      after_seconds: { type: 'integer', minimum: 0, maximum: MAX_AFTER_SECONDS, description: 'Default 0' },
      channel_id: text,
    },
    required: ['channel_id'],
    additionalProperties: false,
  },
};
const ruleFields = {
  name,
  enabled: { type: 'boolean', description: 'Default true' },
  event: {
    enum: [...RULE_EVENTS],
    description:
      '`asked` (default): while a question is open. `overdue`: its time is over and it still waits. `undelivered`: no agent has taken the answer. `failed`: an agent failed',
  },
  agents: {
    type: 'array',
    maxItems: MAX_AGENTS,
    items: text,
    description: '`name*` for all that begin so; empty for all',
  },
  kinds: { type: 'array', items: { enum: [...QUESTION_KINDS] }, description: 'Empty for all' },
  skip_claimed: {
    type: 'boolean',
    description: 'A question somebody is answering is left alone meanwhile. Default false',
  },
  steps,
};
const RULE_INPUT = {
  name: 'Production',
  event: 'asked',
  agents: ['deploy*'],
  kinds: ['approval', 'choice'],
  skip_claimed: true,
  steps: [
    { after_seconds: 0, channel_id: 'ex-phone' },
    { after_seconds: 600, channel_id: 'ex-chat' },
  ],
};
const RULE = {
  id: 'ex-escalation',
  enabled: true,
  ...RULE_INPUT,
  created_at: '2026-11-23T09:30:02.000Z',
  updated_at: '2026-11-23T09:30:02.000Z',
};

const delivery = {
  id: { ...text, description: 'The same at every attempt; `webhook-id` is `msg_` and this' },
  rule_id: { ...textOrNull, description: 'Null for a test' },
  step: { type: 'integer', minimum: 0, description: 'Of the rule, from 0' },
  channel_id: text,
  event: { enum: [...RULE_EVENTS, 'test'] },
  subject_id: { ...text, description: 'The question, or the event' },
  agent_id: textOrNull,
  state: { enum: [...DELIVERY_STATES], description: '`not_needed`: answered, taken or switched off before its time' },
  due_at: timestamp,
  next_at: { ...timestampOrNull, description: 'Of the next attempt' },
  attempts: { type: 'integer', minimum: 0 },
  status: { type: ['integer', 'null'], description: 'Of HTTP, from the last attempt' },
  error: textOrNull,
  finished_at: timestampOrNull,
};
const DELIVERY = {
  id: '01a0c1d2-7c1e-7a54-9f6b-2f9f6f1c1a11',
  rule_id: 'ex-escalation',
  step: 1,
  channel_id: 'ex-chat',
  event: 'asked',
  subject_id: 'ex-question',
  agent_id: 'deployer',
  state: 'sent',
  due_at: '2026-11-23T09:40:02.000Z',
  next_at: null,
  attempts: 2,
  status: 200,
  error: null,
  finished_at: '2026-11-23T09:40:07.210Z',
};

const body = (schema: Schema, examples: Readonly<Record<string, unknown>>): ApiBodyOptions => ({
  required: true,
  schema,
  examples: Object.fromEntries(Object.entries(examples).map(([key, value]) => [key, { summary: key, value }])),
});

export const CHANNEL_BODY = body(
  {
    type: 'object',
    properties: { id, kind, ...channelFields },
    required: ['kind', 'name'],
    additionalProperties: false,
  },
  {
    webhook: { id: 'ex-channel', kind: 'webhook', name: 'On-call webhook', url: 'https://hooks.example.com/binnacle' },
    slack: {
      id: 'ex-chat',
      kind: 'slack',
      name: 'Team chat',
      url: 'https://hooks.slack.example.com/services/T0/B0/xyz',
    },
    ntfy: { id: 'ex-phone', kind: 'ntfy', name: 'My phone', topic: 'binnacle-d41d8cd98f' },
    push: { id: 'ex-browsers', kind: 'web_push', name: 'Browsers' },
  },
);
export const CHANGE_BODY = body(
  { type: 'object', properties: { kind, ...channelFields }, additionalProperties: false },
  { rename: { name: 'Webhook of the on-call team' } },
);
export const ROTATE_BODY: ApiBodyOptions = {
  ...body(
    {
      type: 'object',
      properties: { keep_seconds: { type: 'integer', minimum: 0, maximum: 604_800 } },
      additionalProperties: false,
    },
    { hour: { keep_seconds: 3_600 } },
  ),
  required: false,
};
const rule = (properties: Readonly<Record<string, Schema>>) => ({
  type: 'object',
  properties,
  required: ['name', 'steps'],
  additionalProperties: false,
});
export const NEW_RULE_BODY = body(rule({ id, ...ruleFields }), { escalation: { id: 'ex-escalation', ...RULE_INPUT } });
export const RULE_BODY = body(rule(ruleFields), { escalation: RULE_INPUT });
export const SUBSCRIPTION_BODY = body(
  {
    type: 'object',
    properties: {
      endpoint: text,
      keys: { type: 'object', properties: { p256dh: text, auth: text }, required: ['p256dh', 'auth'] },
      label: text,
    },
    required: ['endpoint', 'keys'],
  },
  {
    browser: {
      endpoint: 'https://push.example.com/send/d41d8cd98f',
      keys: {
        p256dh: 'BIPUL12DLfytvTajnryr2PRdAgXS3HGKiLqndGcJGabyhHheJYlNGCeXl1dn18gSJ1WAkAPIxr4gK0_dQds4yiI',
        auth: 'FPssNDTKnInHVndSTdbKFw',
      },
      label: 'Firefox on Linux',
    },
  },
);

export const NOTIFICATION_SCHEMAS = {
  NotificationChannel: { ...closed(channel), examples: [CHANNEL] },
  NewNotificationChannel: {
    ...closed({ ...channel, secret: { ...textOrNull, description: 'Of a webhook. Shown here only' } }),
    examples: [{ ...CHANNEL, secret: 'whsec_bm90IGEgcmVhbCBzZWNyZXQsIGJ1dCBsb25nIDlzVzA=' }],
  },
  NotificationChannelList: listOf('NotificationChannel', CHANNEL),
  NotificationRule: {
    ...closed({ ...ruleFields, id: text, created_at: timestamp, updated_at: timestamp }),
    examples: [RULE],
  },
  NotificationRuleList: listOf('NotificationRule', RULE),
  NotificationDelivery: { ...closed(delivery), examples: [DELIVERY] },
  NotificationDeliveryList: listOf('NotificationDelivery', DELIVERY),
  PushKey: {
    ...closed({ public_key: text }),
    examples: [
      { public_key: 'BIPUL12DLfytvTajnryr2PRdAgXS3HGKiLqndGcJGabyhHheJYlNGCeXl1dn18gSJ1WAkAPIxr4gK0_dQds4yiI' },
    ],
  },
  PushSubscription: {
    ...closed({ id: text, label: text, created_at: timestamp }),
    examples: [{ id: 'ex-subscription', label: 'Firefox on Linux', created_at: '2026-11-23T09:30:02.000Z' }],
  },
};
