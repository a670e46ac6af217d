import { type ArchiveTransaction, PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { Audit, type AuditRecord } from './audit.js';

const MAX_CHARS = 1_000;

/** Keeps the log in `audit_log`, which refuses changes by a trigger. */
@Injectable()
export class AuditTable extends Audit {
  constructor(private readonly database: PrismaService) {
    super();
  }

  async record({ who, what, target, from, project, detail = {} }: AuditRecord, transaction?: ArchiveTransaction) {
    await (transaction ?? this.database).auditEntry.create({
      data: {
        whoKind: who.kind,
        whoId: who.id,
        who: short(who.name),
        what,
        target: target && short(target),
        address: from && short(from),
        project,
        detail,
      },
      // A returned row would be read for nothing.
      select: { id: true },
    });
  }
}

/** What strangers send is cut, and is what Postgres can keep. */
const short = (text: string): string => text.slice(0, MAX_CHARS).toWellFormed().replaceAll('\0', '');
