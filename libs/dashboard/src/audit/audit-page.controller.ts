import { AuditLog } from '@binnacle/auth';
import { projectOf, Requires } from '@binnacle/http';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type QueryParameters, readSeq, single } from '../history/event-query.js';
import { PageSender } from '../http/page-sender.js';
import { maySeeWhole, readAuditSelection } from './audit-query.js';
import { AUDIT_FIELDS, auditView } from './audit-view.js';

const PAGE = 100;

/** The log as people read it. */
@ApiExcludeController()
@Requires('admin')
@Controller('settings/audit')
export class AuditPageController {
  constructor(
    private readonly log: AuditLog,
    private readonly pages: PageSender,
  ) {}

  @Get()
  async page(
    @Query() parameters: QueryParameters,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const selection = readAuditSelection(request, parameters, ['before']);
    const before = readSeq('before', single(parameters, 'before'));
    const found = await this.log.list({ ...selection, before, limit: PAGE + 1 });
    const entries = found.slice(0, PAGE);
    const chosen = Object.fromEntries(AUDIT_FIELDS.map((name) => [name, single(parameters, name) ?? '']));
    await this.pages.send(reply, {
      title: 'Audit log',
      place: '/settings/audit',
      skipTo: { id: 'audit-entries', label: 'Skip to the entries' },
      body: auditView({
        entries,
        chosen,
        project: projectOf(request),
        mayWhole: maySeeWhole(request),
        isFirst: before === undefined,
        next: found.length > PAGE ? entries.at(-1)?.id : undefined,
      }),
    });
  }
}
