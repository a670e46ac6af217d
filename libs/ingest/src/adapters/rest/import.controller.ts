import { Audit, actorOf } from '@binnacle/auth';
import { InProject, Requires } from '@binnacle/http';
import { Body, Controller, Headers, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AcceptService } from '../../accept.service.js';
import { ingestAnswer } from './ingest-answer.js';
import { ARCHIVED_BODY } from './openapi.js';
import { readEvents } from './read-events.js';

/** The door for events that another archive had: `binnacle import`. */
@ApiTags('events')
@Requires('admin')
@Controller('api/v1/events/import')
export class ImportController {
  constructor(
    private readonly acceptance: AcceptService,
    private readonly audit: Audit,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Take over exported events',
    description:
      'Takes what an export gave, in the shapes and limits of `POST /api/v1/events`, and keeps `received_at`; `seq` and `project` are given anew. No question is opened. Refused events are listed and the others stored; sending the same again is safe.',
  })
  @ApiConsumes('application/json', 'application/x-ndjson')
  @ApiBody(ARCHIVED_BODY)
  @ApiResponse({
    status: 200,
    description: 'Read to its end',
    schema: { $ref: '#/components/schemas/IngestAnswer' },
  })
  @ApiResponse({ status: 400, description: 'The body could not be read' })
  @ApiResponse({ status: 413, description: 'Batch or body over its limit' })
  @ApiResponse({ status: 503, description: 'Nothing was taken; retry after `Retry-After` seconds' })
  async take(
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @Headers('content-encoding') contentEncoding: string | undefined,
    @InProject() project: string,
    @Req() request: FastifyRequest,
  ) {
    const { items, sizeIsSafe } = await readEvents({ body, contentType, contentEncoding });
    const record = { ...actorOf(request), what: 'events.imported', project };
    const origin = { project, door: 'import', sizeIsSafe };
    return ingestAnswer(
      await this.acceptance.acceptArchived(items, origin, (transaction, { accepted, duplicates }) =>
        this.audit.record({ ...record, detail: { accepted, duplicates } }, transaction),
      ),
    );
  }
}
