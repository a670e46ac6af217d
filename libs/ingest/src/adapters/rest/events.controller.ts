import { BinnacleError, DEFAULT_LIMITS, ERROR_CODES } from '@binnacle/events';
import { InProject, leaseOf, Requires } from '@binnacle/http';
import { applyDecorators, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type AcceptOutcome, AcceptService } from '../../accept.service.js';
import { CLOUD_EVENT_HEADERS } from '../cloudevents/openapi.js';
import { BATCH, holdsCloudEvents, readCloudEvents, STRUCTURED } from '../cloudevents/read-cloud-events.js';
import type { TelemetryRequest } from '../telemetry-request.js';
import { ingestAnswer } from './ingest-answer.js';
import { EVENT_BODY } from './openapi.js';
import { checkBatch, type ReadEvents, readEvents } from './read-events.js';

/** The door for everything that speaks plain HTTP. */
@ApiTags('events')
@Requires('ingest')
@Controller('api/v1/events')
export class IngestController {
  constructor(private readonly acceptance: AcceptService) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send events',
    description:
      'One object, an array of up to 5,000, NDJSON, or CloudEvents 1.0 (binary, structured or batch); gzip and deflate are understood. Answers after the commit. Sending the same ids again is safe.',
  })
  @ApiConsumes('application/json', 'application/x-ndjson', STRUCTURED, BATCH)
  @applyDecorators(...CLOUD_EVENT_HEADERS.map(ApiHeader))
  @ApiBody(EVENT_BODY)
  @ApiResponse({
    status: 200,
    description: 'At least one event was valid',
    schema: { $ref: '#/components/schemas/IngestAnswer' },
  })
  @ApiResponse({ status: 400, description: 'No event was valid' })
  @ApiResponse({ status: 413, description: 'Event, batch or body over its limit' })
  @ApiResponse({ status: 415, description: 'Content type or encoding not supported' })
  @ApiResponse({ status: 503, description: 'Nothing was taken; retry after `Retry-After` seconds' })
  async send(@Req() request: TelemetryRequest, @InProject() project: string) {
    const { items, door, sizeIsSafe } = await this.read(request);
    const outcome = await this.acceptance.accept(items, { project, door, sizeIsSafe });
    if (outcome.rejected.length === items.length) throw nothingValid(outcome);
    return ingestAnswer(outcome);
  }

  private async read(request: TelemetryRequest): Promise<ReadEvents & { readonly door: string }> {
    const { body, headers } = request;
    const onBytes = (count: number) => leaseOf(request)?.grow(count);
    if (!holdsCloudEvents(headers)) {
      const [contentType, contentEncoding] = [headers['content-type'], headers['content-encoding']];
      return { door: 'rest', ...(await readEvents({ body, contentType, contentEncoding, onBytes })) };
    }
    const items = await readCloudEvents({ body, headers, limit: DEFAULT_LIMITS.bodyBytes, onBytes });
    return { door: 'cloudevents', items: checkBatch(items, DEFAULT_LIMITS), sizeIsSafe: false };
  }
}

/** A single event's own code, so that 413 stays 413; for several the list says it. */
function nothingValid({ rejected }: AcceptOutcome): BinnacleError {
  const [first] = rejected;
  if (first && rejected.length === 1) return new BinnacleError(first.code, first.detail, { rejected });
  const worst = rejected.every(({ code }) => ERROR_CODES[code].status === 413) ? 'event_too_large' : 'no_valid_event';
  return new BinnacleError(worst, `all ${rejected.length} events were refused; the first: ${first?.detail}`, {
    rejected,
  });
}
