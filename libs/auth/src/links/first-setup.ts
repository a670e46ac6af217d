import { BinnacleError } from '@binnacle/events';
import { PrismaService } from '@binnacle/persistence';
import { Injectable, Logger } from '@nestjs/common';
import { AccessMode } from '../access/access-mode.js';
import { AuthOptions } from '../auth-options.js';
import { AccountsService } from '../people/accounts.service.js';
import { OneTimeLinks } from './one-time-links.js';

/** Makes sure that a server which may not be open has, or gets, its first account. */
@Injectable()
export class FirstSetup {
  private readonly logger = new Logger('Access');

  constructor(
    private readonly options: AuthOptions,
    private readonly mode: AccessMode,
    private readonly accounts: AccountsService,
    private readonly links: OneTimeLinks,
    private readonly database: PrismaService,
  ) {}

  /**
   * Called once the server is about to listen: makes the account that the environment names, else a link for the first one.
   *
   * @returns the path of the link, to be printed; undefined when none is needed
   */
  async prepare(): Promise<string | undefined> {
    await this.fromEnvironment();
    if (this.mode.current() !== 'setup') return undefined;
    const token = await this.database.$transaction(async (transaction) => {
      // A link of an earlier start was printed to somebody who did not use it.
      await this.links.revokeAll({ kind: 'setup' }, transaction);
      return this.links.make({ kind: 'setup', createdBy: 'server' }, transaction);
    });
    return `/setup/${token}`;
  }

  private async fromEnvironment(): Promise<void> {
    const { admin } = this.options;
    if (!admin || this.mode.current() === 'accounts') return;
    const name = admin.email.split('@', 1)[0] ?? admin.email;
    try {
      await this.accounts.setUp({ ...admin, name }, { by: 'environment' });
      this.logger.log({ email: admin.email }, 'the first account was made from the environment');
    } catch (error) {
      // Another process was faster.
      if (!(error instanceof BinnacleError && error.code === 'setup_done')) throw error;
      this.mode.close();
    }
  }
}
