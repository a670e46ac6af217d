import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type ConnectionOptions, DEFAULT_CONNECTION } from './database-options.js';
import { PrismaClient } from './generated/prisma/client.js';
import { withDefaults } from './with-defaults.js';

/** A client-side limit over the server's own: a server that vanished without a word can't cancel anything. */
const SILENCE_MS = 5_000;
/** An interactive transaction: wait for a connection, then run, at most this long. */
const TRANSACTION_MS = 30_000;

/** How a pool does now. */
export interface PoolState {
  /** As in `pg_stat_activity`. */
  readonly name: string;
  readonly busy: number;
  readonly idle: number;
  /** Queries that wait for a connection. */
  readonly waiting: number;
}

/** The Prisma client over one pool. Not for events: those go through `EventArchive`. */
export class PrismaService extends PrismaClient {
  private readonly connections: pg.Pool;
  private readonly poolName: string;

  constructor(url: string, options: ConnectionOptions = {}) {
    const settings = withDefaults(DEFAULT_CONNECTION, options);
    const { poolSize, statementTimeoutMs, connectTimeoutMs, applicationName } = settings;
    const pool = new pg.Pool({
      connectionString: url,
      max: poolSize,
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + SILENCE_MS,
      connectionTimeoutMillis: connectTimeoutMs,
      application_name: applicationName,
      keepAlive: true,
    });
    super({
      adapter: new PrismaPg(pool, { disposeExternalPool: true }),
      transactionOptions: { maxWait: connectTimeoutMs, timeout: TRANSACTION_MS },
    });
    this.connections = pool;
    this.poolName = applicationName;
  }

  get pool(): PoolState {
    const { totalCount, idleCount, waitingCount } = this.connections;
    return { name: this.poolName, busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }
}
