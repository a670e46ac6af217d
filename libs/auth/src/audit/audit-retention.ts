import { PrismaService } from '@binnacle/persistence';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AuthOptions } from '../auth-options.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Rows deleted in one statement. */
const AT_ONCE = 10_000;

/** Lets go of what is older than configured. Nothing else ever deletes from the log: the database refuses it. */
@Injectable()
export class AuditRetention implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Audit');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: PrismaService,
    private readonly options: AuthOptions,
  ) {}

  onApplicationBootstrap(): void {
    if (this.options.auditDays === undefined) return;
    this.timer = setInterval(() => this.start(), HOUR_MS);
    this.timer.unref();
    this.start();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** @returns how many were let go of */
  async prune(days: number, now = Date.now()): Promise<number> {
    const before = new Date(now - days * DAY_MS);
    let total = 0;
    for (;;) {
      const count = await this.database.$transaction(async (transaction) => {
        await transaction.$executeRaw`SELECT set_config('binnacle.audit_days', ${String(days)}, true)`;
        return transaction.$executeRaw`
          DELETE FROM audit_log WHERE id IN (SELECT id FROM audit_log WHERE at < ${before} ORDER BY id LIMIT ${AT_ONCE})`;
      });
      total += count;
      if (count < AT_ONCE) return total;
    }
  }

  private start(): void {
    this.running = this.prune(this.options.auditDays ?? 0).then(
      (count) => count > 0 && this.logger.log({ count }, 'old entries of the audit log were let go of'),
      (error) => this.logger.warn({ err: error }, 'old entries of the audit log stay for another hour'),
    ) as Promise<void>;
  }
}
