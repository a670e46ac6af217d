import { BinnacleError } from '@binnacle/events';
import { type ArchiveTransaction, PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { isRole, type Role } from '../access/role.js';
import { type Actor, Audit } from '../audit/audit.js';
import { type Link, OneTimeLinks } from '../links/one-time-links.js';
import { emailOf } from './email.js';
import { SessionsService } from './sessions.service.js';

export interface Member {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly isOwner: boolean;
  /** Undefined: an owner, who is none by membership. */
  readonly role: string | undefined;
  readonly lastLoginAt: Date | null;
}

export interface MemberChange {
  readonly project: string;
  readonly by: Actor;
  readonly from: string;
}

const MAX_OPEN_INVITATIONS = 200;

/** Who belongs to a project, as what, and who is invited. */
@Injectable()
export class MembersService {
  constructor(
    private readonly database: PrismaService,
    private readonly links: OneTimeLinks,
    private readonly sessions: SessionsService,
    private readonly audit: Audit,
  ) {}

  async list(project: string): Promise<Member[]> {
    const found = await this.database.user.findMany({
      where: { OR: [{ memberships: { some: { project } } }, { isOwner: true }] },
      include: { memberships: { where: { project } } },
      orderBy: { name: 'asc' },
    });
    return found.map(({ id, name, email, isOwner, lastLoginAt, memberships: [own] }) => ({
      userId: id,
      name,
      email,
      isOwner,
      lastLoginAt,
      role: own?.role,
    }));
  }

  invitations(project: string): Promise<Link[]> {
    return this.links.open('invite', project);
  }

  /** @returns the token of the link. @throws BinnacleError `field_invalid`, `too_many_invitations` */
  async invite({ project, by, from }: MemberChange, email: string, role: string): Promise<string> {
    const terms = { kind: 'invite', project, email: emailOf(email), role: roleOf(role), createdBy: by.name } as const;
    return this.database.$transaction(async (transaction) => {
      const open = await transaction.oneTimeLink.count({
        where: { kind: 'invite', project, usedAt: null, expiresAt: { gt: new Date() } },
      });
      if (open >= MAX_OPEN_INVITATIONS) {
        throw new BinnacleError('too_many_invitations', `${open} invitations are open`, {
          limit: MAX_OPEN_INVITATIONS,
        });
      }
      const token = await this.links.make(terms, transaction);
      const detail = { email: terms.email, role: terms.role };
      await this.audit.record({ who: by, what: 'invitation.made', project, from, detail }, transaction);
      return token;
    });
  }

  /** @throws BinnacleError `invitation_not_found` */
  async takeBack({ project, by, from }: MemberChange, id: string): Promise<void> {
    await this.database.$transaction(async (transaction) => {
      const link = await this.links.revoke('invite', project, id, transaction);
      if (!link) throw new BinnacleError('invitation_not_found', 'the project has no such open invitation');
      await this.audit.record(
        { who: by, what: 'invitation.taken_back', project, from, detail: { email: link.email } },
        transaction,
      );
    });
  }

  /** @throws BinnacleError `person_not_found`, `field_invalid` */
  async setRole(change: MemberChange, userId: string, role: string): Promise<void> {
    const known = roleOf(role);
    await this.change(change, userId, { what: 'member.role', detail: { role: known } }, (transaction) =>
      transaction.membership.updateMany({ where: { project: change.project, userId }, data: { role: known } }),
    );
  }

  /** @throws BinnacleError `person_not_found` */
  async remove(change: MemberChange, userId: string): Promise<void> {
    await this.change(change, userId, { what: 'member.removed' }, (transaction) =>
      transaction.membership.deleteMany({ where: { project: change.project, userId } }),
    );
  }

  private async change(
    { project, by, from }: MemberChange,
    userId: string,
    record: { what: string; detail?: { role: string } },
    work: (transaction: ArchiveTransaction) => Promise<{ count: number }>,
  ): Promise<void> {
    await this.database.$transaction(async (transaction) => {
      const { count } = await work(transaction);
      if (count !== 1) throw new BinnacleError('person_not_found', 'the project has no such member');
      await this.audit.record({ who: by, ...record, target: `user:${userId}`, project, from }, transaction);
    });
    await this.sessions.changed();
  }
}

function roleOf(role: string): Role {
  if (isRole(role)) return role;
  throw new BinnacleError('field_invalid', '`role` must be viewer, operator or admin', { field: 'role' });
}
