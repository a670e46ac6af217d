import { CATEGORY } from '@binnacle/events';
import { closed, nullable, SEQ, TIMESTAMP } from './schema-parts.js';

const exampleEvent = {
  id: 'ex-test-run',
  seq: '88234108043460609',
  timestamp: '2026-11-23T09:30:01.250Z',
  received_at: '2026-11-23T09:30:01.301Z',
  project: 'default',
  type: 'tool:completed',
  category: 'tool',
  action: 'completed',
  agent_id: 'deployer',
  graph_id: 'release',
  node_id: 'test',
  session_id: 'run-42',
  parent_id: null,
  payload: { tool_name: 'bash', tool_use_id: 'call-1', duration_ms: 1250 },
};

const event = closed({
  id: { type: 'string', maxLength: 128 },
  seq: { ...SEQ, description: 'Its place in the archive: grows with every commit, with gaps' },
  timestamp: { ...TIMESTAMP, description: 'When it happened, as its sender says' },
  received_at: { ...TIMESTAMP, description: 'When it arrived' },
  project: { type: 'string' },
  type: { type: 'string', description: '`category:action`' },
  category: { type: 'string', pattern: CATEGORY.source },
  action: { type: 'string' },
  agent_id: nullable('string'),
  graph_id: nullable('string'),
  node_id: nullable('string'),
  session_id: nullable('string'),
  parent_id: nullable('string'),
  payload: { type: 'object', additionalProperties: true },
});

const eventPage = closed({
  data: { type: 'array', items: { $ref: '#/components/schemas/Event' }, maxItems: 1_000 },
  next_cursor: { ...nullable('string'), description: 'Null on the last page' },
  prev_cursor: {
    ...nullable('string'),
    description: 'Leads back, and from a first page to what came since; null for an empty page',
  },
  has_more: { type: 'boolean', description: 'Whether there is a `next_cursor`' },
});

export const EVENT_SCHEMAS = {
  Event: { ...event, examples: [exampleEvent] },
  EventPage: {
    ...eventPage,
    examples: [{ data: [exampleEvent], next_cursor: null, prev_cursor: 'ZGVzYzw0NzEx', has_more: false }],
  },
};
