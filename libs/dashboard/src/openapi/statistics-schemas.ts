import { ENTITY_STATES, STATS_DIMENSIONS } from '@binnacle/persistence';
import { STEPS } from '../stats/steps.js';
import { COUNT, closed, nullable, SEQ, TIMESTAMP } from './schema-parts.js';

const sums = {
  key: { ...nullable('string'), description: 'The value of `by`; null when events have none, or without `by`' },
  other: { type: 'boolean', description: 'The rest, past `limit` values' },
  events: COUNT,
  errors: { ...COUNT, description: 'Events whose action is `failed`' },
  p50_duration_ms: { ...nullable('number'), description: 'At most 5 % off; null = no event told' },
  p95_duration_ms: nullable('number'),
  input_tokens: { ...nullable('integer'), description: 'Of `model:*` events' },
  output_tokens: nullable('integer'),
  cost_usd: nullable('number'),
  unpriced: { ...COUNT, description: 'Calls of models whose cost nobody knows: `cost_usd` is without them' },
};

const exampleSums = {
  key: 'claude-sonnet',
  other: false,
  events: 41,
  errors: 1,
  p50_duration_ms: 812.5,
  p95_duration_ms: 2310,
  input_tokens: 90112,
  output_tokens: 8123,
  cost_usd: 0.61,
  unpriced: 0,
};

const entity = closed({
  id: { type: 'string' },
  state: { enum: [...ENTITY_STATES] },
  agent_id: { ...nullable('string'), description: 'The last agent of a session or graph; of an agent itself' },
  first_seen: TIMESTAMP,
  last_seen: TIMESTAMP,
  last_seq: SEQ,
  events: COUNT,
  errors: COUNT,
  open_questions: COUNT,
  input_tokens: nullable('integer'),
  output_tokens: nullable('integer'),
  cost_usd: nullable('number'),
  unpriced: { ...COUNT, description: 'Calls of models whose cost nobody knows: `cost_usd` is without them' },
});

const exampleEntity = {
  id: 'deployer',
  state: 'waiting',
  agent_id: 'deployer',
  first_seen: '2026-11-23T09:30:00.000Z',
  last_seen: '2026-11-23T09:30:02.000Z',
  last_seq: '88234108043460611',
  events: 4,
  errors: 0,
  open_questions: 1,
  input_tokens: 1200,
  output_tokens: 180,
  cost_usd: 0.0063,
  unpriced: 0,
};

export const STATISTICS_SCHEMAS = {
  Statistics: {
    ...closed({
      from: TIMESTAMP,
      to: TIMESTAMP,
      step: { enum: Object.keys(STEPS) },
      by: { enum: [...STATS_DIMENSIONS, null] },
      through: { ...SEQ, description: 'The `seq` that the sums go up to' },
      totals: { type: 'array', items: closed(sums), description: 'Over the whole range, the most events first' },
      data: {
        type: 'array',
        items: closed({ bucket: { ...TIMESTAMP, description: 'Begin of a step' }, ...sums }),
        description: 'Steps without events are left out',
      },
    }),
    examples: [
      {
        from: '2026-11-23T00:00:00.000Z',
        to: '2026-11-24T00:00:00.000Z',
        step: '1d',
        by: 'model',
        through: '88234108043460611',
        totals: [exampleSums],
        data: [{ bucket: '2026-11-23T00:00:00.000Z', ...exampleSums }],
      },
    ],
  },
  Entity: { ...entity, examples: [exampleEntity] },
  EntityPage: {
    ...closed({
      data: { type: 'array', items: { $ref: '#/components/schemas/Entity' }, maxItems: 1_000 },
      next_cursor: { ...nullable('string'), description: 'Null on the last page' },
      has_more: { type: 'boolean' },
    }),
    examples: [{ data: [exampleEntity], next_cursor: null, has_more: false }],
  },
};
