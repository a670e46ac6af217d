import { PrismaService } from '@binnacle/persistence';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AuthOptions } from '../auth-options.js';

/**
 * `open`: no accounts, everybody is served. `accounts`: who calls must be known. `setup`: no accounts yet and not a place where
 * everybody may be served; only the first account can be made.
 */
export type Access = 'open' | 'accounts' | 'setup';

/** Milliseconds after which another process may have made the first account. */
const LOOK_EVERY_MS = 2_000;

/** Whether who calls must be known. Once there is an account it is so for good, on every address. */
@Injectable()
export class AccessMode implements OnModuleInit {
  private readonly logger = new Logger('Access');
  private hasAccounts = false;
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly database: PrismaService,
    private readonly options: AuthOptions,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.look();
  }

  current(): Access {
    if (this.hasAccounts) return 'accounts';
    // Behind the answer, not before it: a database that is away must not hold up every request.
    if (performance.now() - this.lookedAt >= LOOK_EVERY_MS) {
      this.look().catch((error) => this.logger.warn({ err: error }, 'whether there are accounts could not be read'));
    }
    return this.options.openWithoutAccounts ? 'open' : 'setup';
  }

  /** The first account is made. */
  close(): void {
    this.hasAccounts = true;
  }

  private async look(): Promise<void> {
    this.lookedAt = performance.now();
    if (await this.database.user.findFirst({ select: { id: true } })) this.hasAccounts = true;
  }
}
