import { type Day, dateOf, dayAt } from './arrival-day.js';

/** One day of one project, as Postgres holds it. */
export interface Partition {
  readonly project: string;
  readonly day: Day;
  /** With its schema; made of our own words and numbers, so it needs no quoting. */
  readonly table: string;
}

/** A schema of its own keeps the partitions out of the sight of Prisma, which would take them for tables nobody declared. */
export const DAYS_SCHEMA = 'binnacle_days';

/** Holds the days of one project. */
export const projectTable = (projectNumber: number): string => `${DAYS_SCHEMA}.p${projectNumber}`;

/** `binnacle_days.p1_20261123` */
export const dayTable = (projectNumber: number, day: Day): string =>
  `${projectTable(projectNumber)}_${dateOf(day).replaceAll('-', '')}`;

/** The table that a {@link dayTable} is attached to. */
export const projectTableOf = (table: string): string => table.replace(/_\d{8}$/, '');

/** An index of a {@link dayTable}: its name alone, as `CREATE INDEX` wants it. */
export const dayIndex = (table: string, suffix: string): string => `${table.slice(DAYS_SCHEMA.length + 1)}_${suffix}`;

/** The day in the name of a {@link dayTable}. */
export function dayOfTable(table: string): Day | undefined {
  const [, year, month, date] = /_(\d{4})(\d\d)(\d\d)$/.exec(table) ?? [];
  return year ? dayAt(Date.UTC(Number(year), Number(month) - 1, Number(date))) : undefined;
}
