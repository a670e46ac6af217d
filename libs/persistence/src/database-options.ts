/** How one pool of connections behaves. */
export interface ConnectionOptions {
  /** Connections at most. */
  readonly poolSize?: number;
  /** A statement that runs longer is cancelled by the server. */
  readonly statementTimeoutMs?: number;
  readonly connectTimeoutMs?: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string;
}

/** Where the embedded Postgres is unless something else is said, from where the process started. */
export const DEFAULT_DATA_DIR = '.binnacle';

/** A Postgres of the user's. */
export interface ExternalDatabase {
  readonly url: string;
}

/** The embedded Postgres, in a directory that belongs to Binnacle alone. */
export interface EmbeddedDatabase {
  readonly dataDir: string;
  /** Server settings over Binnacle's own. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Which database, and how to speak with it. */
export type DatabaseOptions = (ExternalDatabase | EmbeddedDatabase) &
  ConnectionOptions & {
    /** Default: `prisma/migrations` of this package. */
    readonly migrationsDir?: string;
    readonly onNotice?: (message: string) => void;
  };

export const DEFAULT_CONNECTION: Required<ConnectionOptions> = {
  poolSize: 10,
  statementTimeoutMs: 30_000,
  connectTimeoutMs: 5_000,
  applicationName: 'binnacle',
};
