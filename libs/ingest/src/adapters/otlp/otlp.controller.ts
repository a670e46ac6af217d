import { bodyBytes, InProject, leaseOf, mediaType, Requires } from '@binnacle/http';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Signal } from './decode/frame.js';
import { JsonEncoding } from './decode/json/json-encoding.js';
import { ProtobufEncoding } from './decode/protobuf/protobuf-encoding.js';
import { SIGNALS } from './decode/signals.js';
import { jsonAnswer, protobufAnswer } from './export-answer.js';
import { LOGS_BODY, METRICS_BODY, OTLP_ANSWERS, TRACES_BODY } from './openapi.js';
import { JSON_TYPE, PROTOBUF } from './otlp-status.js';
import { TakeTelemetry } from './take-telemetry.service.js';
import { TELEMETRY_BODY_BYTES, TELEMETRY_PATHS } from './telemetry-routes.js';

interface Request {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

interface Reply {
  header(name: string, value: string): unknown;
}

/** OTLP over HTTP: what every OpenTelemetry exporter speaks, with nothing set but its endpoint. */
@ApiTags('telemetry')
@Controller()
@Requires('ingest')
export class OtlpController {
  constructor(private readonly telemetry: TakeTelemetry) {}

  @Post([...TELEMETRY_PATHS.traces])
  @HttpCode(200)
  @ApiOperation({ summary: 'Send OpenTelemetry traces', description: OTLP_ANSWERS.description })
  @ApiConsumes(JSON_TYPE, PROTOBUF)
  @ApiBody(TRACES_BODY)
  @ApiResponse(OTLP_ANSWERS.taken)
  @ApiResponse(OTLP_ANSWERS.refused)
  traces(@Req() request: Request, @InProject() project: string, @Res({ passthrough: true }) reply: Reply) {
    return this.take(SIGNALS.traces, request, project, reply);
  }

  @Post([...TELEMETRY_PATHS.logs])
  @HttpCode(200)
  @ApiOperation({ summary: 'Send OpenTelemetry log records', description: OTLP_ANSWERS.description })
  @ApiConsumes(JSON_TYPE, PROTOBUF)
  @ApiBody(LOGS_BODY)
  @ApiResponse(OTLP_ANSWERS.taken)
  @ApiResponse(OTLP_ANSWERS.refused)
  logs(@Req() request: Request, @InProject() project: string, @Res({ passthrough: true }) reply: Reply) {
    return this.take(SIGNALS.logs, request, project, reply);
  }

  @Post([...TELEMETRY_PATHS.metrics])
  @HttpCode(200)
  @ApiOperation({ summary: 'Send OpenTelemetry metrics', description: OTLP_ANSWERS.metrics })
  @ApiConsumes(JSON_TYPE, PROTOBUF)
  @ApiBody(METRICS_BODY)
  @ApiResponse(OTLP_ANSWERS.taken)
  @ApiResponse(OTLP_ANSWERS.refused)
  metrics(@Req() request: Request, @InProject() project: string, @Res({ passthrough: true }) reply: Reply) {
    return this.take(SIGNALS.metrics, request, project, reply);
  }

  private async take(signal: Signal, request: Request, project: string, reply: Reply): Promise<string | Buffer> {
    const { body, headers } = request;
    const type = mediaType(headers['content-type'], [JSON_TYPE, PROTOBUF]);
    const lease = leaseOf(request);
    const done = lease?.hold();
    try {
      const bytes = await bodyBytes({
        body,
        contentEncoding: headers['content-encoding'],
        limit: TELEMETRY_BODY_BYTES,
        onBytes: (count) => lease?.grow(count),
      });
      const isJson = type === JSON_TYPE;
      const encoding = isJson ? new JsonEncoding(bytes) : new ProtobufEncoding(bytes);
      const outcome = await this.telemetry.take(encoding, signal, project);
      reply.header('content-type', type);
      return isJson ? jsonAnswer(signal, outcome) : protobufAnswer(signal, outcome);
    } finally {
      done?.();
    }
  }
}
