import { BinnacleError, DEFAULT_PROJECT } from '@binnacle/events';
import { type ArchiveTransaction, PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { AccessMode } from '../access/access-mode.js';
import { type Actor, Audit } from '../audit/audit.js';
import { type Link, OneTimeLinks } from '../links/one-time-links.js';
import { newId } from '../secret.js';
import { emailOf } from './email.js';
import { assertPassword } from './password.js';
import { PasswordHasher } from './password-hasher.js';
import { personName } from './person-name.js';
import { SessionsService } from './sessions.service.js';

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly isOwner: boolean;
}

export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

/** How the first account came: by the printed link, on a machine that is open anyway, or from the environment. */
export type Setup = { readonly by: 'link'; readonly token: string } | { readonly by: 'page' | 'environment' };

/** Whose address a change comes from. */
export type From = string | undefined;

const select = { id: true, email: true, name: true, isOwner: true } as const;

/** Makes accounts and changes their passwords. Who is a member of what is `MembersService`'s. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly database: PrismaService,
    private readonly hasher: PasswordHasher,
    private readonly links: OneTimeLinks,
    private readonly sessions: SessionsService,
    private readonly mode: AccessMode,
    private readonly audit: Audit,
  ) {}

  async find(id: string): Promise<Account & { hasPassword: boolean; createdAt: Date }> {
    const { passwordHash, ...found } = await this.database.user.findUniqueOrThrow({ where: { id } });
    return { ...found, hasPassword: passwordHash !== null };
  }

  async byEmail(email: string): Promise<Account | undefined> {
    return (await this.database.user.findUnique({ where: { email }, select })) ?? undefined;
  }

  /** The owner of the installation. @throws BinnacleError `link_invalid`, `setup_done`, `field_invalid` */
  async setUp(given: NewAccount, setup: Setup, from?: From): Promise<Account> {
    const data = await this.dataOf(given);
    const account = await this.database.$transaction(async (transaction) => {
      // Two who set up at once would both find nobody.
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('binnacle first account'))`;
      if (await transaction.user.findFirst({ select: { id: true } })) {
        throw new BinnacleError('setup_done', 'there is an account already: sign in, or ask for an invitation');
      }
      if (setup.by === 'link') await this.links.use('setup', setup.token, transaction);
      await this.links.revokeAll({ kind: 'setup' }, transaction);
      const made = await transaction.user.create({ data: { ...data, isOwner: true }, select });
      await transaction.membership.create({ data: { project: DEFAULT_PROJECT, userId: made.id, role: 'admin' } });
      await this.audit.record(
        { who: actorOfAccount(made), what: 'account.first', target: `user:${made.id}`, from, detail: { by: setup.by } },
        transaction,
      );
      return made;
    });
    this.mode.close();
    await this.sessions.changed();
    return account;
  }

  /** @throws BinnacleError `link_invalid`, `account_exists`, `field_invalid` */
  async acceptNew(token: string, given: Omit<NewAccount, 'email'>, from: From): Promise<Account> {
    const { email } = await this.links.read('invite', token);
    const data = await this.dataOf({ ...given, email: email ?? '' });
    return this.database.$transaction(async (transaction) => {
      const link = await this.links.use('invite', token, transaction);
      const known = await transaction.user.findUnique({ where: { email: data.email }, select });
      if (known) throw new BinnacleError('account_exists', 'there is an account with this address: sign in to accept');
      const made = await transaction.user.create({ data, select });
      await this.join(made, link, from, transaction);
      return made;
    });
  }

  /** @throws BinnacleError `link_invalid`, also when it is somebody else's */
  async acceptKnown(token: string, account: Account, from: From): Promise<void> {
    await this.database.$transaction(async (transaction) => {
      const link = await this.links.use('invite', token, transaction);
      if (link.email !== account.email) {
        throw new BinnacleError('link_invalid', `the invitation is for another address than ${account.email}`);
      }
      await this.join(account, link, from, transaction);
    });
    await this.sessions.changed();
  }

  /** @returns the token of the link */
  async makeReset(userId: string, by: Actor, from: From): Promise<{ token: string; account: Account }> {
    return this.database.$transaction(async (transaction) => {
      const account = await transaction.user.findUnique({ where: { id: userId }, select });
      if (!account) throw new BinnacleError('person_not_found', 'there is no such person');
      await this.links.revokeAll({ kind: 'reset', userId }, transaction);
      const token = await this.links.make({ kind: 'reset', userId, createdBy: by.name }, transaction);
      await this.audit.record({ who: by, what: 'password.reset_link', target: `user:${userId}`, from }, transaction);
      return { token, account };
    });
  }

  /** @throws BinnacleError `person_not_found`, `last_owner` */
  async setOwner(userId: string, isOwner: boolean, by: Actor, from: From): Promise<void> {
    await this.database.$transaction(async (transaction) => {
      // Two owners who give it up at once would each leave it to the other.
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('binnacle owners'))`;
      const { count } = await transaction.user.updateMany({ where: { id: userId }, data: { isOwner } });
      if (count !== 1) throw new BinnacleError('person_not_found', 'there is no such person');
      if ((await transaction.user.count({ where: { isOwner: true, disabledAt: null } })) === 0) {
        throw new BinnacleError('last_owner', 'this is the only owner of the installation');
      }
      const what = isOwner ? 'owner.made' : 'owner.ended';
      await this.audit.record({ who: by, what, target: `user:${userId}`, from }, transaction);
    });
    await this.sessions.changed();
  }

  /** Ends every session of the person. @throws BinnacleError `link_invalid`, `field_invalid` */
  async reset(token: string, password: string, from: From): Promise<Account> {
    await this.links.read('reset', token);
    const passwordHash = await this.hashed(password);
    const account = await this.database.$transaction(async (transaction) => {
      const { userId } = await this.links.use('reset', token, transaction);
      return this.setPassword(userId as string, passwordHash, { what: 'password.reset', from }, transaction);
    });
    await this.sessions.changed();
    return account;
  }

  /** @param keep the session that goes on. @throws BinnacleError `login_refused`, `field_invalid` */
  async changePassword(
    { id, keep }: { id: string; keep: string },
    passwords: { old: string; new: string },
    from: From,
  ): Promise<void> {
    const { passwordHash: before } = await this.database.user.findUniqueOrThrow({ where: { id } });
    // Who came by OpenID only has none yet.
    if (before !== null && !(await this.hasher.verify(before, passwords.old))) {
      throw new BinnacleError('login_refused', 'the old password is wrong');
    }
    const passwordHash = await this.hashed(passwords.new);
    await this.database.$transaction((transaction) =>
      this.setPassword(id, passwordHash, { what: 'password.changed', from, keep }, transaction),
    );
    await this.sessions.changed();
  }

  private async setPassword(
    id: string,
    passwordHash: string,
    { what, from, keep }: { what: string; from: From; keep?: string },
    transaction: ArchiveTransaction,
  ): Promise<Account> {
    const account = await transaction.user.update({ where: { id }, data: { passwordHash }, select });
    await this.sessions.endAll(id, keep, transaction);
    await this.audit.record({ who: actorOfAccount(account), what, target: `user:${id}`, from }, transaction);
    return account;
  }

  private async join(account: Account, link: Link, from: From, transaction: ArchiveTransaction): Promise<void> {
    const { project, role } = link;
    if (!project || !role) throw new BinnacleError('link_invalid', 'the invitation names no project');
    const where = { project_userId: { project, userId: account.id } };
    await transaction.membership.upsert({
      where,
      create: { project, userId: account.id, role },
      update: { role },
    });
    const record = { who: actorOfAccount(account), what: 'invitation.accepted', target: `user:${account.id}`, from };
    await this.audit.record({ ...record, project, detail: { role, invited_by: link.createdBy } }, transaction);
  }

  private async dataOf({ email, name, password }: NewAccount) {
    const known = { id: newId(), email: emailOf(email), name: personName(name) };
    return { ...known, passwordHash: await this.hashed(password) };
  }

  private hashed(password: string): Promise<string> {
    assertPassword(password);
    return this.hasher.hash(password);
  }
}

export const actorOfAccount = ({ id, name, email }: Account): Actor => ({
  kind: 'person',
  id,
  name: `${name} <${email}>`,
});
