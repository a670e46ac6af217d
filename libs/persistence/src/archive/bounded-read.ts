/**
 * Reads that may have to look at rows one by one: under a time-out, and few at once, so that they take neither the disk nor
 * the connections that ingest and the live view need.
 */
import { BinnacleError, LifecycleError } from '@binnacle/events';
import type { Prisma } from '../generated/prisma/client.js';
import type { PrismaService } from '../prisma.service.js';
import { refusalOf } from './database-failure.js';

const TIMEOUT_MS = 5_000;
const AT_ONCE = 2;
/** Requests that may wait for their turn. */
const WAITING = 50;
/** SQLSTATE query_canceled: here only ever our own time-out. */
const CANCELED = '57014';

export class BoundedReader {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly reader: PrismaService,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  /** @throws BinnacleError `query_too_slow`; LifecycleError `too_many_queries` */
  async query<Row>(statement: Prisma.Sql): Promise<Row[]> {
    await this.turn();
    try {
      const [, rows] = await this.reader.$transaction([
        this.reader.$executeRawUnsafe(`SET LOCAL statement_timeout = ${this.timeoutMs}`),
        this.reader.$queryRaw<Row[]>(statement),
      ]);
      return rows;
    } catch (error) {
      if (refusalOf(error).state !== CANCELED) throw error;
      const detail = `nothing was found within ${this.timeoutMs / 1_000} s; narrow it by time, type or agent`;
      throw new BinnacleError('query_too_slow', detail, { limit: this.timeoutMs }, { cause: error });
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  private async turn(): Promise<void> {
    if (this.running >= AT_ONCE) {
      if (this.waiting.length >= WAITING) {
        throw new LifecycleError('too_many_queries', `${WAITING} queries wait already`, { retryAfterSeconds: 2 });
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.running += 1;
  }
}
