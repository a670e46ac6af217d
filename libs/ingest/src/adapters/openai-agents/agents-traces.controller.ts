import { BinnacleError, isJsonObject, type SpanRecord } from '@binnacle/events';
import { bodyText, InProject, leaseOf, mediaType, parseJson, Requires } from '@binnacle/http';
import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { OtlpMapper } from '../otlp/mapping/otlp-mapper.js';
import { TELEMETRY_BODY_BYTES } from '../otlp/telemetry-routes.js';
import { RecentlySeen } from '../recently-seen.js';
import type { TelemetryRequest } from '../telemetry-request.js';
import { type AgentsTrace, agentsSpan, storableObject } from './agents-span.js';
import { AGENTS_BODY } from './openapi.js';

/** Traces whose name and group are remembered for the spans that come later. */
const TRACES = 10_000;

/** Where the tracing exporter of the OpenAI Agents SDK sends, when its `endpoint` is this server. */
@ApiTags('telemetry')
@Controller('v1/traces/ingest')
@Requires('ingest')
export class AgentsTracesController {
  private readonly traces = new RecentlySeen<AgentsTrace>(TRACES);

  constructor(private readonly mapper: OtlpMapper) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send traces of the OpenAI Agents SDK',
    description:
      '`new OpenAITracingExporter({ endpoint })` sends here. Answered after the commit; sending the same again is safe.',
  })
  @ApiBody(AGENTS_BODY)
  @ApiResponse({
    status: 200,
    description: 'Taken, but for the `rejected`',
    schema: { $ref: '#/components/schemas/TelemetryTaken' },
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
      const items = isJsonObject(value) ? value.data : undefined;
      if (!Array.isArray(items)) {
        throw new BinnacleError('field_invalid', '`data` must be an array of traces and spans', { field: 'data' });
      }
      const { spans, unreadable } = this.read(items, project);
      const outcome = await this.mapper.accept(spans, project);
      return { accepted: outcome.accepted, duplicates: outcome.duplicates, rejected: outcome.rejected + unreadable };
    } finally {
      done?.();
    }
  }

  private read(items: readonly unknown[], project: string): { spans: SpanRecord[]; unreadable: number } {
    const objects = items.map(storableObject);
    for (const item of objects) {
      if (item?.object !== 'trace' || typeof item.id !== 'string') continue;
      this.traces.set(`${project} ${item.id}`, { workflow: short(item.workflow_name), group: short(item.group_id) });
    }
    const spans: SpanRecord[] = [];
    let unreadable = 0;
    for (const item of objects) {
      if (item?.object === 'trace') continue;
      const span = item?.object === 'trace.span' && agentsSpan(item, this.traces.get(`${project} ${item.trace_id}`));
      if (span) spans.push(span);
      else unreadable += 1;
    }
    return { spans, unreadable };
  }
}

const short = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, 256) : undefined;
