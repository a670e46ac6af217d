import { BinnacleError } from '@binnacle/events';
import { bodyText, InProject, parseJson, Requires } from '@binnacle/http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { All, Controller, Logger, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readCaller } from './mcp-caller.js';
import { McpOptions } from './mcp-options.js';
import { mcpServer } from './mcp-server.js';
import { McpServices } from './mcp-services.js';

/** Bytes of one request. */
const BODY_BYTES = 1_048_576;

/**
 * The Model Context Protocol over Streamable HTTP, revisions 2025-03-26 to 2026-07-28. Stateless: any server of several may take the
 * next request. `?agent=`, `?session=`, `?client=` and `?wait=` say who calls and how long it may wait.
 */
@ApiExcludeController()
@Requires('ask')
@Controller('mcp')
export class McpController {
  private readonly logger = new Logger('Mcp');

  constructor(
    private readonly services: McpServices,
    private readonly options: McpOptions,
  ) {}

  @All()
  async serve(
    @Query() query: Readonly<Record<string, unknown>>,
    @InProject() project: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { body, headers } = request;
    const parsed = request.method === 'POST' ? await parsedBody(body, headers['content-encoding']) : undefined;
    const caller = readCaller(query, headers['user-agent'], {
      project,
      onSent: (work) => reply.raw.once('finish', work),
    });
    const handler = createMcpHandler(() => mcpServer(this.services, caller, this.options.version), {
      responseMode: 'sse',
      onerror: (error) => this.logger.debug({ err: error }, 'an MCP request was refused'),
    });
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    reply.raw.setHeader('X-Accel-Buffering', 'no');
    await toNodeHandler(handler)(request.raw, reply.raw, parsed);
  }
}

/** What can't be parsed is passed on as it is: the protocol has its own words for it. */
async function parsedBody(body: unknown, contentEncoding: string | undefined): Promise<unknown> {
  const text = await bodyText({ body, contentEncoding, limit: BODY_BYTES });
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof BinnacleError && error.code === 'invalid_json') return text;
    throw error;
  }
}
