import { Audit, AuditLog, actorOf } from '@binnacle/auth';
import { Requires } from '@binnacle/http';
import { Controller, Get, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decodeCursor, encodeCursor } from '../history/cursor.js';
import { invalid, type QueryParameters, readLimit, single } from '../history/event-query.js';
import { exportFormat } from '../history/export/export-format.js';
import { ApiCursor, ApiLimit, timeQuery } from '../openapi/event-parameters.js';
import { AuditExporter } from './audit-exporter.js';
import { readAuditSelection } from './audit-query.js';
import { auditToWire, type WireAuditEntry } from './audit-wire.js';

export interface AuditAnswer {
  readonly data: readonly WireAuditEntry[];
  readonly next_cursor: string | null;
  readonly has_more: boolean;
}

const FORMATS: Readonly<Record<string, string>> = { ndjson: 'application/x-ndjson', csv: 'text/csv' };

/** Who did what, when, from where. */
@ApiTags('operations')
@Requires('admin')
@Controller('api/v1/audit')
export class AuditController {
  constructor(
    private readonly log: AuditLog,
    private readonly audit: Audit,
    private readonly exporter: AuditExporter,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Read the audit log',
    description:
      'Newest first, of the project; the owner may read all with `whole=1`. `Accept: application/x-ndjson` or `text/csv`, or `format`, streams all of it instead.',
  })
  @ApiQuery({
    name: 'actor',
    required: false,
    schema: { type: 'string', maxLength: 256, examples: ['ada'] },
    description: 'Part of a name, or an id',
  })
  @ApiQuery({
    name: 'action',
    required: false,
    schema: { type: 'string', maxLength: 256, examples: ['question.*'] },
    description: '`key.created`; `key.*` is all that happened to keys',
  })
  @ApiQuery({
    name: 'target',
    required: false,
    schema: { type: 'string', maxLength: 256, examples: ['question:'] },
    description: 'Part of what it was done to',
  })
  @ApiQuery(timeQuery('from', 'From then on', '2026-01-01T00:00:00Z'))
  @ApiQuery(timeQuery('to', 'Before then', '2040-01-01T00:00:00Z'))
  @ApiQuery({
    name: 'whole',
    required: false,
    schema: { enum: ['1'], examples: ['1'] },
    description: 'Of all projects, and what belongs to none. For the owner',
  })
  @ApiQuery({
    name: 'format',
    required: false,
    schema: { enum: Object.keys(FORMATS), examples: ['ndjson'] },
    description: 'Instead of `Accept`, for links',
  })
  @ApiLimit()
  @ApiCursor('`next_cursor` of the page before')
  @ApiResponse({
    status: 200,
    description: 'A page; or all, one entry a line',
    content: {
      'application/json': { schema: { $ref: '#/components/schemas/AuditPage' } },
      'application/x-ndjson': { schema: { type: 'string', description: 'An `AuditEntry` a line' } },
      'text/csv': { schema: { type: 'string', description: 'RFC 4180, with a heading' } },
    },
  })
  async list(
    @Query() parameters: QueryParameters,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditAnswer | StreamableFile> {
    const format = formatOf(parameters, request);
    if (!format) return this.page(parameters, request);
    const selection = readAuditSelection(request, parameters, ['format']);
    const { project } = selection;
    const { format: _, ...asked } = parameters;
    const detail = { format: format.extension, query: new URLSearchParams(asked as Record<string, string>).toString() };
    const record = { ...actorOf(request), what: 'audit.exported', detail };
    await this.audit.record(project === undefined ? record : { ...record, project });
    return this.exporter.export(format, selection, request, reply);
  }

  private async page(parameters: QueryParameters, request: FastifyRequest): Promise<AuditAnswer> {
    const selection = readAuditSelection(request, parameters, ['limit', 'cursor', 'format']);
    const limit = readLimit(parameters);
    const cursor = single(parameters, 'cursor');
    const before = cursor === undefined ? undefined : decodeCursor(cursor, 'desc').seq;
    const found = await this.log.list({ ...selection, before, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const next = found.length > limit && last ? encodeCursor('desc', last.id) : null;
    return { data: page.map(auditToWire), next_cursor: next, has_more: next !== null };
  }
}

function formatOf(parameters: QueryParameters, { headers }: FastifyRequest) {
  const name = single(parameters, 'format');
  if (name === undefined) return exportFormat(headers.accept);
  const mediaType = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (!mediaType) throw invalid('format', `must be one of ${Object.keys(FORMATS).join(', ')}`);
  return exportFormat(mediaType);
}
