import { BinnacleError } from '@binnacle/events';
import { type ArchiveTransaction, type BesideChange, PrismaService } from '@binnacle/persistence';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { OpenConnections } from '../access/open-connections.js';
import { hashOfSecret, newId, newSecret } from '../secret.js';
import { IDLE_MS, LONGEST_MS, SessionRing } from './session-ring.js';

export interface SessionSummary {
  readonly id: string;
  readonly address: string;
  readonly userAgent: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

/** Where a browser is that signs in. */
export interface Browser {
  readonly address: string;
  readonly userAgent: string;
}

const CLEAN_EVERY_MS = 3_600_000;
/** Of one person; the ones longest unseen make room. */
const MAX_SESSIONS = 50;

/** Browsers that are signed in. */
@Injectable()
export class SessionsService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Sessions');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: PrismaService,
    private readonly ring: SessionRing,
    private readonly connections: OpenConnections,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.clean(), CLEAN_EVERY_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** @returns the value of its cookie, kept nowhere else: each signing in gets a new one */
  async start(userId: string, { address, userAgent }: Browser, beside: BesideChange): Promise<string> {
    const token = newSecret();
    const now = new Date();
    await this.database.$transaction(async (transaction) => {
      await transaction.session.create({
        data: {
          tokenHash: hashOfSecret(token),
          id: newId(),
          userId,
          address,
          userAgent: userAgent.slice(0, 300).toWellFormed().replaceAll('\0', ''),
          createdAt: now,
          lastSeenAt: now,
          expiresAt: new Date(now.getTime() + LONGEST_MS),
        },
      });
      await transaction.user.update({ where: { id: userId }, data: { lastLoginAt: now } });
      await this.makeRoom(transaction, userId);
      await beside(transaction);
    });
    return token;
  }

  async list(userId: string): Promise<SessionSummary[]> {
    const now = Date.now();
    return this.database.session.findMany({
      where: { userId, expiresAt: { gt: new Date(now) }, lastSeenAt: { gt: new Date(now - IDLE_MS) } },
      orderBy: { lastSeenAt: 'desc' },
      select: { id: true, address: true, userAgent: true, createdAt: true, lastSeenAt: true },
    });
  }

  /** @throws BinnacleError `session_not_found` also for somebody else's */
  async end(userId: string, id: string, beside: BesideChange): Promise<void> {
    await this.database.$transaction(async (transaction) => {
      const { count } = await transaction.session.deleteMany({ where: { userId, id } });
      if (count === 0)
        throw new BinnacleError('session_not_found', `you have no session ${JSON.stringify(id.slice(0, 40))}`);
      await beside(transaction);
    });
    await this.changed();
  }

  /** Of a person everywhere but here. */
  async endOthers(userId: string, here: string, beside: (count: number) => BesideChange): Promise<void> {
    await this.database.$transaction(async (transaction) => {
      const count = await this.endAll(userId, here, transaction);
      await beside(count)(transaction);
    });
    await this.changed();
  }

  /** Also what the cookie of a browser that signs in anew still names. */
  async endByToken(token: string, beside: BesideChange = async () => {}): Promise<void> {
    await this.database.$transaction(async (transaction) => {
      await transaction.session.deleteMany({ where: { tokenHash: hashOfSecret(token) } });
      await beside(transaction);
    });
    await this.changed();
  }

  /** @param except the session that goes on */
  async endAll(userId: string, except: string | undefined, transaction: ArchiveTransaction): Promise<number> {
    const { count } = await transaction.session.deleteMany({
      where: { userId, ...(except && { id: { not: except } }) },
    });
    return count;
  }

  /** People or their sessions changed: what is open ends when it may not stay. */
  async changed(): Promise<void> {
    this.ring.forgetAll();
    await this.connections.recheck();
  }

  private async makeRoom(transaction: ArchiveTransaction, userId: string): Promise<void> {
    const extra = await transaction.session.findMany({
      where: { userId },
      orderBy: { lastSeenAt: 'desc' },
      skip: MAX_SESSIONS,
      select: { id: true },
    });
    if (extra.length > 0) await transaction.session.deleteMany({ where: { id: { in: extra.map(({ id }) => id) } } });
  }

  private async clean(): Promise<void> {
    const now = Date.now();
    const over = { OR: [{ expiresAt: { lt: new Date(now) } }, { lastSeenAt: { lt: new Date(now - IDLE_MS) } }] };
    await Promise.all([
      this.database.session.deleteMany({ where: over }),
      this.database.oneTimeLink.deleteMany({ where: { expiresAt: { lt: new Date(now - LONGEST_MS) } } }),
    ]).catch((error) => this.logger.warn({ err: error }, 'sessions that are over were not cleared away'));
  }
}
