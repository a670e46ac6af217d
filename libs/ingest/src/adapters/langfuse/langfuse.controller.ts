import { BinnacleError, isJsonObject } from '@binnacle/events';
import { bodyText, InProject, leaseOf, mediaType, parseJson, Requires } from '@binnacle/http';
import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { OtlpMapper } from '../otlp/mapping/otlp-mapper.js';
import { TELEMETRY_BODY_BYTES } from '../otlp/telemetry-routes.js';
import type { TelemetryRequest } from '../telemetry-request.js';
import { LANGFUSE_BODY } from './openapi.js';
import { LangfuseBatches } from './read-batch.js';

const TAKEN = 201;

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
      const value = parseJson(await bodyText({ body, contentEncoding, limit: TELEMETRY_BODY_BYTES, onBytes }));
      const batch = isJsonObject(value) ? value.batch : undefined;
      if (!Array.isArray(batch)) {
        throw new BinnacleError('field_invalid', '`batch` must be an array of items', { field: 'batch' });
      }
      const { records, ids, unreadable } = this.batches.read(batch, project);
      await this.mapper.accept(records, project);
      return { successes: ids.map((id) => ({ id, status: TAKEN })), errors: [], rejected: unreadable };
    } finally {
      done?.();
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
