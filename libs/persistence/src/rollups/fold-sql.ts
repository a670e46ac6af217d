/**
 * Folds the next events of one project into `rollups` and `entities`, and moves the project's cursor, in one statement: it
 * happens whole or not at all, so that a process that ends, or two that fold at once, count nothing twice.
 */
import { Prisma } from '../generated/prisma/client.js';
import { GROWTH, MAX_DURATION_MS } from './duration-slots.js';

export interface Folded {
  /** 0 = the project is up to date. */
  readonly count: number;
  readonly lastSeq: bigint | null;
}

/** Absurd numbers must not stop the fold: what is beyond counts as this. */
const MAX_TOKENS = 10_000_000_000;
const MAX_COST_USD = 1_000_000;

/** From 0 to `max`; inside the CASE, as LEAST and GREATEST make a number of null. */
const number = (name: string, max: number) => Prisma.sql`CASE WHEN jsonb_typeof(payload -> ${name}::text) = 'number'
  THEN GREATEST(LEAST((payload -> ${name}::text)::float8, ${max}::float8), 0) END`;
const text = (name: string) =>
  Prisma.sql`CASE WHEN jsonb_typeof(payload -> ${name}::text) = 'string' THEN left(payload ->> ${name}::text, 256) END`;
const ofModel = (name: string, max: number) => Prisma.sql`CASE WHEN category = 'model' THEN ${number(name, max)} END`;

/** By one statement, as `place` locks the cursor, and what it saw when it began has no gaps: `seq` is the order of commits. */
const BATCH = (project: string, count: number) => Prisma.sql`
  place AS (
    SELECT folded_seq FROM projects WHERE project = ${project} FOR UPDATE
  ), taken AS MATERIALIZED (
    SELECT seq, timestamp, category, action, agent_id, graph_id, node_id, session_id, payload
    FROM events WHERE project = ${project} AND seq > (SELECT folded_seq FROM place) ORDER BY seq LIMIT ${count}
  ), measured AS (
    SELECT seq, ((seq - 1) >> 32)::int AS day, timestamp, category, action, agent_id, graph_id, node_id, session_id,
           ${text('tool_name')} AS tool, ${text('model')} AS model,
           (action = 'failed')::int AS error, category IN ('otel', 'raw') AS hidden,
           floor(${ofModel('input_tokens', MAX_TOKENS)})::bigint AS input_tokens,
           floor(${ofModel('output_tokens', MAX_TOKENS)})::bigint AS output_tokens,
           round(${ofModel('cost_usd', MAX_COST_USD)}::numeric, 9) AS cost_usd,
           (category = 'model' AND action = 'response' AND COALESCE(jsonb_typeof(payload -> 'cost_usd'), '') <> 'number'
             AND NOT (COALESCE(payload ->> 'error', '') <> '' AND NOT payload ?| ARRAY['input_tokens', 'output_tokens']))::int AS unpriced,
           ${number('duration_ms', MAX_DURATION_MS)} AS duration_ms,
           CASE category WHEN 'agent' THEN COALESCE(payload -> 'afterwards' = 'true'::jsonb, false)
             WHEN 'user' THEN action = 'message' ELSE false END AS afterwards
    FROM taken
  ), batch AS MATERIALIZED (
    SELECT *, CASE WHEN duration_ms <= 1 THEN 0 ELSE ceil(ln(duration_ms) / ln(${GROWTH}::float8)) END::smallint AS slot
    FROM measured
  )`;

const SUMS = Prisma.sql`sum(error)::bigint AS errors, sum(input_tokens)::bigint AS input_tokens,
  sum(output_tokens)::bigint AS output_tokens, sum(cost_usd) AS cost_usd, sum(unpriced)::bigint AS unpriced`;

/** By hour, from the hours by day, and types by minute too; `slot` is one more key until the cells are put together. */
const CELLS = Prisma.sql`
  hours AS MATERIALIZED (
    SELECT dimension, value, date_bin('1 hour', timestamp, 'epoch') AS bucket, day, slot, count(*) AS events, ${SUMS}
    FROM batch CROSS JOIN LATERAL (VALUES
      ('type', category || ':' || action), ('agent', agent_id), ('session', session_id), ('graph', graph_id),
      ('node', node_id), ('tool', tool), ('model', model)) AS key(dimension, value)
    WHERE value IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5
  ), slotted AS (
    SELECT 3600 AS step, dimension, value, bucket, day, slot, events, errors, input_tokens, output_tokens, cost_usd, unpriced
    FROM hours
    UNION ALL
    SELECT 86400, dimension, value, date_bin('1 day', bucket, 'epoch'), day, slot, sum(events), sum(errors), sum(input_tokens),
           sum(output_tokens), sum(cost_usd), sum(unpriced)
    FROM hours GROUP BY 2, 3, 4, 5, 6
    UNION ALL
    SELECT 60, 'type', category || ':' || action, date_bin('1 minute', timestamp, 'epoch'), day, slot, count(*), sum(error),
           sum(input_tokens), sum(output_tokens), sum(cost_usd), sum(unpriced)
    FROM batch GROUP BY 3, 4, 5, 6
  ), cells AS (
    SELECT step, dimension, value, bucket, day, sum(events) AS events, sum(errors) AS errors, sum(input_tokens) AS input_tokens,
           sum(output_tokens) AS output_tokens, sum(cost_usd) AS cost_usd, sum(unpriced)::bigint AS unpriced,
           COALESCE(array_agg(slot ORDER BY slot) FILTER (WHERE slot IS NOT NULL), '{}') AS slots,
           COALESCE(array_agg(events::int ORDER BY slot) FILTER (WHERE slot IS NOT NULL), '{}') AS counts
    FROM slotted GROUP BY 1, 2, 3, 4, 5
  )`;

/** Null + a number is the number: null says that nobody told. */
const add = (column: string) => {
  const name = Prisma.raw(column);
  return Prisma.sql`${name} = COALESCE(rollups.${name} + excluded.${name}, rollups.${name}, excluded.${name})`;
};

const STORE_ROLLUPS = (project: string) => Prisma.sql`
  INSERT INTO rollups (project, step, dimension, value, bucket, day, events, errors, input_tokens, output_tokens, cost_usd,
                       unpriced, duration_slots, duration_counts)
  SELECT ${project}, step, dimension, value, bucket, day, events, errors, input_tokens, output_tokens, cost_usd, unpriced, slots,
         counts
  FROM cells
  ON CONFLICT (project, step, dimension, value, bucket, day) DO UPDATE SET
    ${add('events')}, ${add('errors')}, ${add('input_tokens')}, ${add('output_tokens')}, ${add('cost_usd')}, ${add('unpriced')},
    (duration_slots, duration_counts) = (
      SELECT COALESCE(array_agg(slot ORDER BY slot), '{}'), COALESCE(array_agg(n ORDER BY slot), '{}') FROM (
        SELECT slot, sum(n)::int AS n
        FROM unnest(rollups.duration_slots || excluded.duration_slots, rollups.duration_counts || excluded.duration_counts)
          AS merged(slot, n) GROUP BY slot) AS added)`;

/**
 * What events tell of the state of each entity. A prompt begins the next turn, of which clients' hooks tell no other beginning; log
 * records tell it too. Those told afterwards, and prompts, say nothing of an entity whose state was told since: by an
 * event of the same batch that was told at once, or by what is stored.
 */
const TELLING = (project: string) => Prisma.sql`
  SELECT kind, id, seq, timestamp, agent_id,
         CASE WHEN NOT outdated THEN state END AS state, CASE WHEN NOT outdated THEN hint END AS hint
  FROM (
    SELECT entity.kind, entity.id, entity.state, entity.hint, seq, timestamp, agent_id,
           afterwards AND COALESCE(timestamp < GREATEST(known.state_at, max(timestamp)
             FILTER (WHERE NOT afterwards AND COALESCE(entity.state, entity.hint) IS NOT NULL)
             OVER (PARTITION BY entity.kind, entity.id)), false) AS outdated
    FROM batch CROSS JOIN LATERAL (
      SELECT CASE WHEN category = 'agent' THEN CASE action
        WHEN 'started' THEN 'running' WHEN 'resumed' THEN 'running' WHEN 'blocked' THEN 'waiting' WHEN 'completed' THEN 'completed'
        WHEN 'failed' THEN 'failed' WHEN 'cancelled' THEN 'cancelled' END
        WHEN category = 'user' AND action = 'message' THEN 'running' END AS of_agent,
      CASE WHEN category = 'graph' THEN CASE action
        WHEN 'started' THEN 'running' WHEN 'progress' THEN 'running' WHEN 'completed' THEN 'completed' WHEN 'failed' THEN 'failed' END
      END AS of_graph) AS told
    CROSS JOIN LATERAL (VALUES ('agent', agent_id, of_agent, NULL), ('session', session_id, of_agent, NULL),
                               ('graph', graph_id, of_graph, of_agent)) AS entity(kind, id, state, hint)
    LEFT JOIN LATERAL (
      SELECT state_at FROM entities
      WHERE afterwards AND entities.project = ${project} AND entities.kind = entity.kind AND entities.id = entity.id
    ) AS known ON true
    WHERE entity.id IS NOT NULL AND NOT hidden
  ) AS weighed`;

/** The last event that tells decides. Of a graph those of its agents tell too, unless it ever told itself. */
const SEEN = (project: string) => Prisma.sql`
  SELECT kind, id, min(timestamp) AS first_seen, max(timestamp) AS last_seen, max(seq) AS last_seq,
         COALESCE((array_agg(state ORDER BY seq DESC) FILTER (WHERE state IS NOT NULL))[1],
                  (array_agg(hint ORDER BY seq DESC) FILTER (WHERE hint IS NOT NULL))[1]) AS state,
         COALESCE((array_agg(timestamp ORDER BY seq DESC) FILTER (WHERE state IS NOT NULL))[1],
                  (array_agg(timestamp ORDER BY seq DESC) FILTER (WHERE hint IS NOT NULL))[1]) AS state_at,
         kind = 'graph' AND bool_or(state IS NOT NULL) AS told,
         (array_agg(agent_id ORDER BY seq DESC) FILTER (WHERE agent_id IS NOT NULL))[1] AS agent_id
  FROM (${TELLING(project)}) AS telling GROUP BY 1, 2`;

const STORE_ENTITIES = (project: string) => Prisma.sql`
  INSERT INTO entities (project, kind, id, state, state_at, told, first_seen, last_seen, last_seq, agent_id)
  SELECT ${project}, kind, id, state, state_at, told, first_seen, last_seen, last_seq, agent_id FROM (${SEEN(project)}) AS seen
  ON CONFLICT (project, kind, id) DO UPDATE SET
    (state, state_at) = (SELECT
      CASE WHEN keeps THEN entities.state ELSE excluded.state END, CASE WHEN keeps THEN entities.state_at ELSE excluded.state_at END
      FROM (SELECT excluded.state IS NULL OR (entities.told AND NOT excluded.told) AS keeps) AS choice),
    told = entities.told OR excluded.told, agent_id = COALESCE(excluded.agent_id, entities.agent_id),
    first_seen = LEAST(entities.first_seen, excluded.first_seen), last_seen = GREATEST(entities.last_seen, excluded.last_seen),
    last_seq = excluded.last_seq`;

/** @param count events at most */
export const foldStatement = (project: string, count: number): Prisma.Sql => Prisma.sql`
  WITH ${BATCH(project, count)}, ${CELLS},
  rolled AS (${STORE_ROLLUPS(project)}),
  named AS (${STORE_ENTITIES(project)}),
  moved AS (
    UPDATE projects SET folded_seq = (SELECT max(seq) FROM taken) WHERE project = ${project} AND EXISTS (SELECT 1 FROM taken)
  )
  SELECT count(*)::int AS count, max(seq) AS "lastSeq" FROM taken`;
