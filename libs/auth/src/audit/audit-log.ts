import type { JsonObject } from '@binnacle/events';
import { type Prisma, PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';

export interface AuditEntry {
  readonly id: bigint;
  readonly at: Date;
  /** Null: of the whole installation. */
  readonly project: string | null;
  readonly who: { readonly kind: string; readonly id: string | null; readonly name: string };
  readonly what: string;
  readonly target: string | null;
  readonly from: string | null;
  readonly detail: JsonObject;
}

export interface AuditSelection {
  /** Undefined: of all projects, and what belongs to none. */
  readonly project: string | undefined;
  /** Id of the one who did it, or a part of the name. */
  readonly who?: string | undefined;
  /** `key.created`; `key.*` is all that happened to keys. */
  readonly what?: string | undefined;
  /** A part of what it was done to. */
  readonly target?: string | undefined;
  /** From then on. */
  readonly from?: Date | undefined;
  /** Before then. */
  readonly to?: Date | undefined;
}

export interface AuditPage extends AuditSelection {
  /** Only what was written before that entry. */
  readonly before?: bigint | undefined;
  readonly limit: number;
}

/** The log, to be read. */
@Injectable()
export class AuditLog {
  constructor(private readonly database: PrismaService) {}

  /** Newest first. */
  async list({ before, limit, ...selection }: AuditPage): Promise<AuditEntry[]> {
    const rows = await this.database.auditEntry.findMany({
      where: { AND: [conditionOf(selection), before === undefined ? {} : { id: { lt: before } }] },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(({ id, at, project, whoKind, whoId, who, what, target, address, detail }) => ({
      id,
      at,
      project,
      who: { kind: whoKind, id: whoId, name: who },
      what,
      target,
      from: address,
      detail: detail as JsonObject,
    }));
  }
}

function conditionOf({ project, who, what, target, from, to }: AuditSelection): Prisma.AuditEntryWhereInput {
  return {
    ...(project !== undefined && { project }),
    ...(who && { OR: [{ whoId: who }, { who: containing(who) }] }),
    ...(what && { what: what.endsWith('*') ? { startsWith: literal(what.slice(0, -1)) } : what }),
    ...(target && { target: containing(target) }),
    ...((from || to) && { at: { ...(from && { gte: from }), ...(to && { lt: to }) } }),
  };
}

const containing = (text: string) => ({ contains: literal(text), mode: 'insensitive' }) as const;
/** Prisma passes the wildcards of LIKE on. */
const literal = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&');
