import type { JsonObject, SpanRecord } from '@binnacle/events';
import { bodyBytes, InProject, leaseOf, mediaType, Requires } from '@binnacle/http';
import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { JsonItems } from '../json-items.js';
import { OtlpMapper } from '../otlp/mapping/otlp-mapper.js';
import { TELEMETRY_BODY_BYTES } from '../otlp/telemetry-routes.js';
import { RecentlySeen } from '../recently-seen.js';
import type { TelemetryRequest } from '../telemetry-request.js';
import { type AgentsTrace, agentsSpan, storableObject } from './agents-span.js';
import { AGENTS_BODY } from './openapi.js';

const TRACE = 'trace';
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
      const bytes = await bodyBytes({ body, contentEncoding, limit: TELEMETRY_BODY_BYTES, onBytes });
      return await this.take(await JsonItems.of(bytes, 'data'), project);
    } finally {
      done?.();
    }
  }

  private async take(items: JsonItems, project: string) {
    // What a trace says of its spans may stand behind them.
    for await (const portion of items.portions(`"${TRACE}"`)) for (const item of portion) this.remember(item, project);
    const taken = { accepted: 0, duplicates: 0, rejected: 0 };
    for await (const portion of items.portions()) {
      const { spans, unreadable } = this.read(portion, project);
      const outcome = await this.mapper.accept(spans, project);
      taken.accepted += outcome.accepted;
      taken.duplicates += outcome.duplicates;
      taken.rejected += outcome.rejected + unreadable;
    }
    return taken;
  }

  private remember(value: unknown, project: string): void {
    const item = storableObject(value);
    if (item?.object !== TRACE || typeof item.id !== 'string') return;
    const trace = { workflow: short(item.workflow_name), group: short(item.group_id) ?? sessionOf(item.metadata) };
    this.traces.set(`${project} ${item.id}`, trace);
  }

  private read(portion: readonly unknown[], project: string): { spans: SpanRecord[]; unreadable: number } {
    const spans: SpanRecord[] = [];
    let unreadable = 0;
    for (const value of portion) {
      const item = storableObject(value);
      if (item?.object === TRACE) continue;
      const span = item?.object === 'trace.span' && agentsSpan(item, this.traces.get(`${project} ${item.trace_id}`));
      if (span) spans.push(span);
      else unreadable += 1;
    }
    return { spans, unreadable };
  }
}

const SESSION_KEYS = ['session_id', 'sessionId', 'conversation_id', 'thread_id', 'threadId'] as const;

/** Where a trace has no group, its metadata may say. */
const sessionOf = (metadata: unknown): string | undefined =>
  SESSION_KEYS.map((key) => short((Object(metadata) as JsonObject)[key])).find((text) => text !== undefined);

const short = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, 256) : undefined;
