import { type Day, dateOf, dayAt } from './arrival-day.js';

/** One day of one project, as Postgres holds it. */
export interface Partition {
  readonly project: string;
  readonly day: Day;
  readonly table: string;
}

/** Holds the days of one project. */
export const projectTable = (projectNumber: number): string => `events_p${projectNumber}`;

/** `events_p1_20261123` */
export const dayTable = (projectNumber: number, day: Day): string =>
  `${projectTable(projectNumber)}_${dateOf(day).replaceAll('-', '')}`;

/** The day in the name of a {@link dayTable}. */
export function dayOfTable(table: string): Day | undefined {
  const [, year, month, date] = /^events_p\d+_(\d{4})(\d\d)(\d\d)$/.exec(table) ?? [];
  return year ? dayAt(Date.UTC(Number(year), Number(month) - 1, Number(date))) : undefined;
}
