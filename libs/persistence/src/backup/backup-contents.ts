import { DAYS_SCHEMA } from '../partitions/partition.js';
import { TEXT_INDEX } from '../storage/index-day.js';

/**
 * What `pg_restore --list` says is in a file: one object a line, comments behind `;`.
 *
 * Left out when restoring: the extension, which may be another role's or not to be had, with the text indexes that need it
 * (the server builds them again); and the schema every database has.
 */
export class BackupContents {
  private readonly lines: readonly string[];

  constructor(listing: string) {
    this.lines = listing.split('\n');
  }

  /** Names of tables without which it is no backup of an archive. */
  missing(...tables: readonly string[]): string[] {
    return tables.filter((table) => !this.lines.some((line) => TABLE.exec(line)?.[1] === table));
  }

  /** `2026-11-23 04:00:01 UTC` */
  get createdAt(): string | undefined {
    return this.header('Archive created at');
  }

  get serverVersion(): string | undefined {
    return this.header('Dumped from database version:');
  }

  /** For `pg_restore --use-list`. */
  get toRestore(): string {
    return this.lines.filter((line) => !LEFT_OUT.some((pattern) => pattern.test(line))).join('\n');
  }

  /** Locks that a single transaction needs: one per object made, and a large-value table with its index per table. */
  get locks(): number {
    const count = (pattern: RegExp) => this.lines.filter((line) => pattern.test(line)).length;
    return count(/^\d/) + 2 * count(TABLE);
  }

  private header(name: string): string | undefined {
    const line = this.lines.find((text) => text.startsWith(`; ${name}`) || text.startsWith(`;     ${name}`));
    return line?.slice(line.indexOf(name) + name.length).trim();
  }
}

/** `215; 1259 16386 TABLE public events owner` */
const TABLE = /^\d+; \d+ \d+ TABLE (?!DATA |ATTACH )\S+ (\S+)/;

const LEFT_OUT: readonly RegExp[] = [
  /^\d+; \d+ \d+ EXTENSION /,
  /^\d+; \d+ \d+ COMMENT /,
  /^\d+; \d+ \d+ SCHEMA - public /,
  new RegExp(`^\\d+; \\d+ \\d+ INDEX ${DAYS_SCHEMA} \\S+_${TEXT_INDEX} `),
];
