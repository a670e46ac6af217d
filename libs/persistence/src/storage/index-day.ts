/**
 * Indexes that only closed days have: payload values and payload text. Kept up to date while events come in they would cost a
 * third of the ingest rate; built once, when the day is over, they cost nobody anything.
 */

import { DAYS_SCHEMA, dayIndex } from '../partitions/partition.js';
import type { PrismaService } from '../prisma.service.js';
import type { StoredDay } from './stored-days.js';

interface DayIndex {
  readonly suffix: string;
  /** As condition-sql.ts writes it. */
  readonly expression: string;
  readonly needsTrigrams: boolean;
}

/** Of the indexes that need an extension, and that an archive can do without. */
export const TEXT_INDEX = 'text_idx';

const INDEXES: readonly DayIndex[] = [
  { suffix: 'payload_idx', expression: 'payload jsonb_path_ops', needsTrigrams: false },
  { suffix: TEXT_INDEX, expression: '(payload::text) gin_trgm_ops', needsTrigrams: true },
];

/** The extension comes with Postgres, but a server may lack it or the right to add it: then text is looked for row by row. */
export async function hasTrigrams(database: PrismaService): Promise<boolean> {
  try {
    await database.$executeRaw`CREATE EXTENSION IF NOT EXISTS pg_trgm`;
    return true;
  } catch {
    return false;
  }
}

/** Builds what the day lacks, without a lock that anyone waits for; returns how many. */
export async function indexDay(database: PrismaService, { table }: StoredDay, trigrams: boolean): Promise<number> {
  let built = 0;
  for (const { suffix, expression, needsTrigrams } of INDEXES) {
    if (needsTrigrams && !trigrams) continue;
    const name = dayIndex(table, suffix);
    const state = await stateOf(database, `${DAYS_SCHEMA}.${name}`);
    if (state === 'valid') continue;
    // What a build that was interrupted leaves behind is of no use.
    if (state === 'invalid')
      await database.$executeRawUnsafe(`DROP INDEX CONCURRENTLY IF EXISTS ${DAYS_SCHEMA}.${name}`);
    await database.$executeRawUnsafe(`CREATE INDEX CONCURRENTLY ${name} ON ${table} USING gin (${expression})`);
    built++;
  }
  return built;
}

async function stateOf(database: PrismaService, index: string): Promise<'valid' | 'invalid' | 'absent'> {
  const [row] = await database.$queryRaw<{ valid: boolean }[]>`
    SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass(${index})`;
  if (!row) return 'absent';
  return row.valid ? 'valid' : 'invalid';
}
