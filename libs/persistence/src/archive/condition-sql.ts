/** The SQL of conditions; `matchesConditions` says the same about an event in memory, and a property test holds them equal. */
import { type Condition, canonicalPatterns, jsonText, type PatternSet, type ReferenceField } from '@binnacle/events';
import { Prisma } from '../generated/prisma/client.js';

const COLUMNS: Readonly<Record<ReferenceField, Prisma.Sql>> = {
  id: Prisma.sql`id`,
  agentId: Prisma.sql`agent_id`,
  graphId: Prisma.sql`graph_id`,
  nodeId: Prisma.sql`node_id`,
  sessionId: Prisma.sql`session_id`,
  parentId: Prisma.sql`parent_id`,
};

type PayloadCondition = Extract<Condition, { kind: 'payload' }>;

export function conditionSql(condition: Condition): Prisma.Sql {
  const positive = positiveSql(condition);
  // NULL, of a field that is not there, is "no" and its negation "yes".
  return condition.negated ? Prisma.sql`(${positive}) IS NOT TRUE` : positive;
}

function positiveSql(condition: Condition): Prisma.Sql {
  switch (condition.kind) {
    case 'type':
      return typeSql(condition.patterns);
    case 'reference':
      return Prisma.sql`${COLUMNS[condition.field]} = ANY(${[...condition.values]}::text[])`;
    case 'payload':
      return payloadSql(condition);
    case 'text':
      // The same expression as the index of closed days, see storage/index-day.ts.
      return Prisma.sql`payload::text ILIKE ${`%${likeText(jsonText(condition.text))}%`}`;
  }
}

function typeSql(patterns: PatternSet): Prisma.Sql {
  if (patterns.all) return Prisma.sql`true`;
  const parts = canonicalPatterns(patterns).map((pattern) => {
    const [category = '', action = ''] = pattern.split(':');
    return action === '*'
      ? Prisma.sql`category = ${category}`
      : Prisma.sql`(category = ${category} AND action = ${action})`;
  });
  return Prisma.sql`(${Prisma.join(parts, ' OR ')})`;
}

function payloadSql({ path, comparison, values }: PayloadCondition): Prisma.Sql {
  if (comparison === '=') {
    // Containment, which the index of closed days answers.
    const parts = values.map((value) => Prisma.sql`payload @> ${JSON.stringify(nest(path, value))}::jsonb`);
    return Prisma.sql`(${Prisma.join(parts, ' OR ')})`;
  }
  const found = Prisma.sql`payload #> ${[...path]}::text[]`;
  const operator = Prisma.raw(comparison);
  // CASE, so that nothing but a number is ever cast to one.
  return Prisma.sql`CASE WHEN jsonb_typeof(${found}) = 'number' THEN (${found})::numeric ${operator} ${Number(values[0])}::float8::numeric END`;
}

const nest = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight((inner, key) => ({ [key]: inner }), value);

const likeText = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
