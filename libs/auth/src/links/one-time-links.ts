import { BinnacleError } from '@binnacle/events';
import { type ArchiveTransaction, PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { hashOfSecret, newId, newSecret } from '../secret.js';

export type LinkKind = 'setup' | 'invite' | 'reset';

export interface LinkTerms {
  readonly kind: LinkKind;
  readonly createdBy: string;
  readonly email?: string;
  readonly userId?: string;
  readonly project?: string;
  readonly role?: string;
}

export interface Link {
  readonly id: string;
  readonly kind: LinkKind;
  readonly email: string | null;
  readonly userId: string | null;
  readonly project: string | null;
  readonly role: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

const HOUR = 3_600_000;
/** Milliseconds a link can be used. */
const LASTS: Readonly<Record<LinkKind, number>> = { setup: 24 * HOUR, invite: 7 * 24 * HOUR, reset: 24 * HOUR };

/** Links that work once and for a while. The token is shown when it is made, and kept as a hash. */
@Injectable()
export class OneTimeLinks {
  constructor(private readonly database: PrismaService) {}

  /** @returns the token */
  async make(terms: LinkTerms, transaction: ArchiveTransaction = this.database): Promise<string> {
    const token = newSecret();
    const now = Date.now();
    await transaction.oneTimeLink.create({
      data: {
        ...terms,
        tokenHash: hashOfSecret(token),
        id: newId(),
        createdAt: new Date(now),
        expiresAt: new Date(now + LASTS[terms.kind]),
      },
    });
    return token;
  }

  /** Without using it. @throws BinnacleError `link_invalid` */
  async read(kind: LinkKind, token: string): Promise<Link> {
    const found = await this.database.oneTimeLink.findFirst({ where: usable(kind, token) });
    if (!found) throw invalid();
    return found as Link;
  }

  /** Uses it, if nobody was faster. @throws BinnacleError `link_invalid` */
  async use(kind: LinkKind, token: string, transaction: ArchiveTransaction): Promise<Link> {
    const where = usable(kind, token);
    const { count } = await transaction.oneTimeLink.updateMany({ where, data: { usedAt: new Date() } });
    if (count !== 1) throw invalid();
    return (await transaction.oneTimeLink.findUniqueOrThrow({ where: { tokenHash: where.tokenHash } })) as Link;
  }

  /** Those that can still be used. */
  async open(kind: LinkKind, project: string): Promise<Link[]> {
    return (await this.database.oneTimeLink.findMany({
      where: { kind, project, usedAt: null, expiresAt: { gt: new Date() } },
      orderBy: { createdAt: 'desc' },
      take: 200,
    })) as Link[];
  }

  /** Undefined: there is none of that id to take back. */
  async revoke(
    kind: LinkKind,
    project: string,
    id: string,
    transaction: ArchiveTransaction,
  ): Promise<Link | undefined> {
    const found = await transaction.oneTimeLink.findFirst({ where: { kind, project, id, usedAt: null } });
    const { count } = await transaction.oneTimeLink.deleteMany({ where: { kind, project, id, usedAt: null } });
    return found && count === 1 ? (found as Link) : undefined;
  }

  /** Takes back every link of a kind, as when a new one takes its place. */
  async revokeAll(where: { kind: LinkKind; userId?: string }, transaction: ArchiveTransaction): Promise<void> {
    await transaction.oneTimeLink.deleteMany({ where: { ...where, usedAt: null } });
  }
}

const usable = (kind: LinkKind, token: string) => ({
  kind,
  tokenHash: hashOfSecret(token),
  usedAt: null,
  expiresAt: { gt: new Date() },
});

const invalid = () =>
  new BinnacleError('link_invalid', 'the link was used already, has expired, was taken back, or never was one');
