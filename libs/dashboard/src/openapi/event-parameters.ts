import { applyDecorators } from '@nestjs/common';
import { ApiParam, ApiQuery } from '@nestjs/swagger';
import { encodeCursor } from '../history/cursor.js';

const REFERENCES = {
  agent_id: 'deployer',
  graph_id: 'release',
  session_id: 'run-42',
  node_id: 'test',
  parent_id: 'ex-test-run',
} as const;

/** Which events: what every address that gives events takes. @param fixed what the address itself says */
export const ApiSelection = (fixed?: keyof typeof REFERENCES): MethodDecorator =>
  applyDecorators(
    ApiQuery({
      name: 'query',
      required: false,
      schema: { type: 'string', examples: ['type:tool:* payload.duration_ms>=1000 "bash"'] },
      description: 'The query language of docs/reference/queries.md',
    }),
    ApiQuery({
      name: 'type',
      required: false,
      schema: { type: 'array', items: { type: 'string' }, examples: [['agent:*', 'tool:failed']] },
      description: '`agent:*`, `tool:failed`; several separated by commas, or repeated',
    }),
    ...Object.entries(REFERENCES)
      .filter(([name]) => name !== fixed)
      .map(([name, example]) =>
        ApiQuery({ name, required: false, schema: { type: 'string', maxLength: 256, examples: [example] } }),
      ),
    ApiQuery(timeQuery('from', '`timestamp` at or after; ISO 8601 or epoch ms', '2026-01-01T00:00:00Z')),
    ApiQuery(timeQuery('to', '`timestamp` before; ISO 8601 or epoch ms', '2040-01-01T00:00:00Z')),
  );

/** The place in a list of events. */
export const ApiEventPaging = (): MethodDecorator =>
  applyDecorators(
    ApiQuery({
      name: 'order',
      required: false,
      schema: { type: 'string', enum: ['asc', 'desc'], default: 'desc', examples: ['desc'] },
      description: 'By `seq`',
    }),
    ApiLimit(),
    ApiCursor('`next_cursor` or `prev_cursor` of another page'),
  );

export const ApiLimit = (): MethodDecorator =>
  ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: 1_000, default: 100, examples: [20] },
  });

export const ApiCursor = (description: string): MethodDecorator =>
  ApiQuery({
    name: 'cursor',
    required: false,
    schema: { type: 'string', examples: [encodeCursor('desc', 900_000_000_000_000_000n)] },
    description,
  });

export const ApiId = (example: string): MethodDecorator =>
  ApiParam({ name: 'id', schema: { type: 'string', examples: [example] } });

export const timeQuery = (name: string, description: string, example: string) => ({
  name,
  required: false,
  schema: { type: 'string' as const, examples: [example] },
  description,
});
