import { BinnacleError, ERROR_CODES } from '@binnacle/events';
import { InProject, Requires } from '@binnacle/http';
import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type AcceptOutcome, AcceptService } from '../../accept.service.js';
import { ingestAnswer } from './ingest-answer.js';
import { EVENT_BODY } from './openapi.js';
import { readEvents } from './read-events.js';

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
      'One object, an array of up to 5,000, or NDJSON; gzip is understood. Answers after the commit. Sending the same ids again is safe.',
  })
  @ApiConsumes('application/json', 'application/x-ndjson')
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
  async send(
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @Headers('content-encoding') contentEncoding: string | undefined,
    @InProject() project: string,
  ) {
    const { items, sizeIsSafe } = await readEvents({ body, contentType, contentEncoding });
    const outcome = await this.acceptance.accept(items, { project, door: 'rest', sizeIsSafe });
    if (outcome.rejected.length === items.length) throw nothingValid(outcome);
    return ingestAnswer(outcome);
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
