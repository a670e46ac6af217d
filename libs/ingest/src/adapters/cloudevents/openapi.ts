/** CloudEvents in the OpenAPI document, in each of their three modes; a test sends every example. */
import type { ApiHeaderOptions } from '@nestjs/swagger';
import { BATCH, STRUCTURED } from './read-cloud-events.js';

const DATA = { result: 'Released 1.4' };
const EXAMPLE = {
  specversion: '1.0',
  id: 'ex-cloud-structured',
  source: '/agents/announcer',
  type: 'com.example.agent.completed',
  subject: 'announcer',
  time: '2026-11-24T08:00:00Z',
  sessionid: 'run-43',
  datacontenttype: 'application/json',
  data: DATA,
};
const text = { type: 'string', minLength: 1 };

export const CLOUD_EVENT_SCHEMA = {
  type: 'object',
  description:
    'The last two words of `type` are category and action; `subject` is the agent; other attributes are kept out.',
  properties: {
    specversion: { enum: ['1.0'] },
    id: { ...text, description: 'Unique within its source' },
    source: text,
    type: text,
    subject: { type: ['string', 'null'] },
    time: { type: ['string', 'null'] },
    sessionid: { type: ['string', 'null'] },
    graphid: { type: ['string', 'null'] },
    nodeid: { type: ['string', 'null'] },
    parentid: { type: ['string', 'null'] },
    datacontenttype: { type: ['string', 'null'] },
    data: { description: 'The payload; what is no object stands in `data` of the payload' },
    data_base64: { type: 'string' },
  },
  required: ['specversion', 'id', 'source', 'type'],
  additionalProperties: true,
  examples: [EXAMPLE],
};

const schema = { $ref: '#/components/schemas/CloudEvent' };

/** Structured and batch have types of their own, with other contents than JSON has. */
export const CLOUD_EVENT_CONTENT = {
  [STRUCTURED]: { schema, examples: { structured: { summary: 'A CloudEvent, structured', value: EXAMPLE } } },
  [BATCH]: {
    schema: { type: 'array', items: schema, minItems: 1, maxItems: 5_000 },
    examples: {
      batch: {
        summary: 'CloudEvents, in a batch',
        value: ['1', '2'].map((number) => ({ ...EXAMPLE, id: `ex-cloud-batch-${number}` })),
      },
    },
  },
};

/** Binary: attributes are headers, and the body, of any type, is the data alone: `{"result":"Released 1.4"}`. */
export const CLOUD_EVENT_HEADERS: readonly ApiHeaderOptions[] = (
  [
    ['ce-specversion', '1.0', 'Makes the request one CloudEvent in binary mode: the body is its data'],
    ['ce-id', 'ex-cloud-binary', 'Unique within its source; required then, as are `ce-source` and `ce-type`'],
    ['ce-source', '/agents/announcer', 'Who sends'],
    ['ce-type', 'agent.completed', 'The last two words are category and action'],
    ['ce-subject', 'announcer', 'The agent'],
    ['ce-sessionid', 'run-43', 'The session; `ce-graphid`, `ce-nodeid` and `ce-parentid` likewise'],
  ] as const
).map(([name, example, description]) => ({
  name,
  description,
  required: false,
  schema: { type: 'string', examples: [example] },
}));
