import { Global, Module } from '@nestjs/common';
import { Audit } from './audit/audit.js';
import { AuditTable } from './audit/audit-table.js';

/** Needs `PrismaService`, which the composition root provides for all. Global: who calls is asked everywhere. */
@Global()
@Module({
  providers: [{ provide: Audit, useClass: AuditTable }],
  exports: [Audit],
})
export class AuthModule {}
