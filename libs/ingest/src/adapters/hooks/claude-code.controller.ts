import { DEFAULT_LIMITS, DEFAULT_PROJECT } from '@binnacle/events';
import { bodyText, parseJson } from '@binnacle/http';
import { Body, Controller, Headers, HttpCode, Logger, Post } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AcceptService } from '../../accept.service.js';
import { HOOK_BODY } from '../rest/openapi.js';
import { claudeCodeEvent } from './claude-code-event.js';
import { fitEvent } from './fit-event.js';

/**
 * Takes Claude Code's HTTP hooks. Always 200 and `{}`, which means "no opinion": anything else is an error to the agent,
 * shown to its user, and it would go on as if we had not been there.
 */
@ApiTags('hooks')
@Controller('hooks/claude-code')
export class ClaudeCodeController {
  private readonly logger = new Logger('ClaudeCodeHooks');

  constructor(private readonly acceptance: AcceptService) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Claude Code hooks', description: 'One hook body. Always answers 200 and {}.' })
  @ApiConsumes('application/json')
  @ApiBody(HOOK_BODY)
  @ApiResponse({ status: 200, description: 'No opinion', schema: { $ref: '#/components/schemas/NoOpinion' } })
  async receive(
    @Body() body: unknown,
    @Headers('content-encoding') contentEncoding: string | undefined,
  ): Promise<Record<string, never>> {
    try {
      const text = await bodyText({ body, contentEncoding, limit: DEFAULT_LIMITS.bodyBytes });
      const event = claudeCodeEvent(parseJson(text));
      const outcome = event && (await this.acceptance.accept([fitEvent(event)], { project: DEFAULT_PROJECT }));
      const [refused] = outcome?.rejected ?? [];
      if (!event || refused) this.logger.warn({ refused }, 'a hook body was not understood');
    } catch (error) {
      this.logger.error({ err: error }, 'a hook event was not archived');
    }
    return {};
  }
}
