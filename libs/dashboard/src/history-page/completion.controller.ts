import { InProject, Requires } from '@binnacle/http';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type QueryParameters, single } from '../history/event-query.js';
import { encodePatch } from '../hub/frame-encoder.js';
import { QueryCompletion } from './query-completion.js';
import { suggestionList } from './query-form.js';

/** What the query box offers while somebody types. */
@ApiExcludeController()
@Requires('read')
@Controller('history/complete')
export class CompletionController {
  constructor(private readonly completion: QueryCompletion) {}

  @Get()
  async complete(
    @Query() parameters: QueryParameters,
    @InProject() project: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const query = single(parameters, 'query') ?? '';
    const offered = await this.completion.complete(project, query);
    void reply
      .header('content-type', 'text/event-stream')
      .header('cache-control', 'no-store')
      .send(encodePatch(suggestionList(offered).toString()));
  }
}
