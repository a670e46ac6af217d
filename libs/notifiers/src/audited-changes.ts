import { Audit, type AuditRecord } from '@binnacle/auth';
import { type ArchiveTransaction, PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';

/** As `actorOf` says of a request; what the server does itself has no address. */
export type ChangedBy = Pick<AuditRecord, 'who' | 'from'>;
type Told = Required<Pick<AuditRecord, 'what' | 'target' | 'detail'>>;

export interface Change<T> {
  readonly value: T;
  /** Undefined: nothing is other than before. */
  readonly told: Told | undefined;
}

/** Changes of what a project is told by, each committed with its entry in the audit log. */
@Injectable()
export class AuditedChanges {
  constructor(
    private readonly prisma: PrismaService,
    private readonly audit: Audit,
  ) {}

  /** One after the other in a project: limits hold, and no rule is made for a channel that is just being deleted. */
  run<T>(project: string, by: ChangedBy, change: (transaction: ArchiveTransaction) => Promise<Change<T>>): Promise<T> {
    return this.prisma.$transaction(async (transaction) => {
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('binnacle notifications'), hashtext(${project}))`;
      const { value, told } = await change(transaction);
      if (told) await this.audit.record({ ...by, ...told, project }, transaction);
      return value;
    });
  }
}
