import type { OtlpRecord } from '@binnacle/events';
import { bodyBytes, InProject, leaseOf, mediaType, Requires } from '@binnacle/http';
import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { JsonItems } from '../json-items.js';
import { OtlpMapper } from '../otlp/mapping/otlp-mapper.js';
import type { TelemetryRequest } from '../telemetry-request.js';
import { LANGFUSE_BODY } from './openapi.js';
import { LangfuseBatches } from './read-batch.js';

const TAKEN = 201;
/** Of one batch, inflated: items about one observation are put together, so that all of it stands in memory. Langfuse takes 4.5. */
const BATCH_BYTES = 16 * 1_048_576;
/** Records at once: the process serves others between two. */
const AT_ONCE = 200;

/** Where Langfuse's SDK 3 sends, when its `baseUrl` is this server. Its SDK 5 sends OpenTelemetry, see the OTLP door. */
@ApiTags('telemetry')
@Controller('api/public')
export class LangfuseController {
  private readonly batches = new LangfuseBatches();

  constructor(private readonly mapper: OtlpMapper) {}

  @Post('ingestion')
  @HttpCode(207)
  @Requires('ingest')
  @ApiOperation({
    summary: "Send a batch of Langfuse's ingestion",
    description:
      'Spans, generations and the like become events; traces, scores and logs of the SDK are kept hidden. Answered after the commit. `errors` is always empty, as the SDK sends the whole batch again for one; what could not be read is in `rejected`.',
  })
  @ApiBody(LANGFUSE_BODY)
  @ApiResponse({
    status: 207,
    description: 'Taken, but for the `rejected`',
    schema: { $ref: '#/components/schemas/LangfuseAnswer' },
  })
  async ingest(@Req() request: TelemetryRequest, @InProject() project: string) {
    const { body, headers } = request;
    mediaType(headers['content-type'], ['application/json']);
    const lease = leaseOf(request);
    const done = lease?.hold();
    try {
      const contentEncoding = headers['content-encoding'];
      const onBytes = (count: number) => lease?.grow(count);
      const bytes = await bodyBytes({ body, contentEncoding, limit: BATCH_BYTES, onBytes });
      const items = await JsonItems.of(bytes, 'batch');
      const { records, ids, unreadable } = await this.batches.read(items.portions(), project);
      await this.store(records, project);
      return { successes: ids.map((id) => ({ id, status: TAKEN })), errors: [], rejected: unreadable };
    } finally {
      done?.();
    }
  }

  private async store(records: readonly OtlpRecord[], project: string): Promise<void> {
    for (let at = 0; at < records.length; at += AT_ONCE) {
      await this.mapper.accept(records.slice(at, at + AT_ONCE), project);
    }
  }

  @Get('health')
  @Requires('public')
  @ApiOperation({ summary: "What Langfuse's clients ask before they send" })
  @ApiResponse({ status: 200, description: 'Up', schema: { $ref: '#/components/schemas/LangfuseHealth' } })
  health() {
    return { status: 'OK', version: '3.0.0' };
  }
}
