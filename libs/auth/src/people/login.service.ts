import { BinnacleError } from '@binnacle/events';
import { PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.js';
import { type Account, actorOfAccount } from './accounts.service.js';
import { LoginDelays } from './login-delays.js';
import { MAX_PASSWORD_CHARS } from './password.js';
import { PasswordHasher } from './password-hasher.js';
import { type Browser, SessionsService } from './sessions.service.js';

export interface LoginAttempt extends Browser {
  readonly email: string;
  readonly password: string;
  /** The session the browser had, if any. It ends: whoever may have planted it is out. */
  readonly before: string | undefined;
}

/** Signing in and out. */
@Injectable()
export class LoginService {
  constructor(
    private readonly database: PrismaService,
    private readonly hasher: PasswordHasher,
    private readonly delays: LoginDelays,
    private readonly sessions: SessionsService,
    private readonly audit: Audit,
  ) {}

  /**
   * @returns the value of the session's cookie
   * @throws BinnacleError `login_refused`, the same for an unknown address and a wrong password; `login_delayed`
   */
  async withPassword({ password, ...attempt }: LoginAttempt): Promise<string> {
    const email = attempt.email.trim().toLowerCase().slice(0, 254);
    const { address } = attempt;
    this.delays.assertMay(email, address);
    // Counted before it is known: a hundred at once must not all be free.
    this.delays.failed(email, address);
    const user = await this.database.user.findUnique({ where: { email: email.replaceAll('\0', '') } });
    const isRight = await this.hasher.verify(user?.passwordHash, password.slice(0, MAX_PASSWORD_CHARS + 1));
    if (!user || !isRight || user.disabledAt) {
      const who = { kind: 'visitor', name: email } as const;
      await this.audit.record({
        who,
        what: 'login.refused',
        from: address,
        ...(user && { target: `user:${user.id}` }),
      });
      throw new BinnacleError('login_refused', 'the e-mail address or the password is wrong');
    }
    this.delays.succeeded(email, address);
    return this.start(user, attempt, 'password');
  }

  /** @param by how the person was recognised */
  async start(account: Account, { before, ...browser }: Omit<LoginAttempt, 'email' | 'password'>, by: string) {
    if (before !== undefined) await this.sessions.endByToken(before);
    const record = { who: actorOfAccount(account), what: 'login.succeeded', target: `user:${account.id}` };
    return this.sessions.start(account.id, browser, (transaction) =>
      this.audit.record({ ...record, from: browser.address, detail: { by } }, transaction),
    );
  }

  async signOut(token: string, account: Account, from: string): Promise<void> {
    const record = { who: actorOfAccount(account), what: 'logout', target: `user:${account.id}`, from };
    await this.sessions.endByToken(token, (transaction) => this.audit.record(record, transaction));
  }
}
