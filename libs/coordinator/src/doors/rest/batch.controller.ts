import { actorOf } from '@binnacle/auth';
import { BinnacleError, isJsonObject } from '@binnacle/events';
import { actorName, InProject, Requires } from '@binnacle/http';
import { Body, Controller, Headers, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { BatchAnswersService, type BatchResult, MAX_BATCH } from '../../questions/batch-answers.service.js';
import { BATCH_BODY } from './batch-openapi.js';
import { readAnswer } from './read-answer.js';
import { readFields, textField } from './read-fields.js';

/** Several questions answered at once. */
@ApiTags('questions')
@Requires('answer')
@Controller('api/v1/questions/answers')
export class BatchController {
  constructor(private readonly batch: BatchAnswersService) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Answer several questions',
    description: `At most ${MAX_BATCH}, each on its own: one that comes too late keeps no other from being given. With \`shown_hash\` each is bound to what was read.`,
  })
  @ApiBody(BATCH_BODY)
  @ApiResponse({
    status: 200,
    description: 'What became of each, in order',
    schema: { $ref: '#/components/schemas/BatchAnswer' },
  })
  async answer(
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @InProject() project: string,
    @Req() request: FastifyRequest,
  ): Promise<{ results: BatchResult[] }> {
    const { answers } = await readFields(body, contentType, ['answers']);
    if (!Array.isArray(answers) || answers.length === 0 || answers.length > MAX_BATCH) {
      const detail = `\`answers\` must be a list of 1 to ${MAX_BATCH} answers`;
      throw new BinnacleError('field_invalid', detail, { field: 'answers', limit: MAX_BATCH });
    }
    const items = await Promise.all(
      answers.map(async (item, index) => {
        if (!isJsonObject(item)) throw new BinnacleError('field_invalid', `\`answers[${index}]\` must be an object`);
        const { by, ...given } = await readAnswer(Buffer.from(JSON.stringify(item)), 'application/json', 'refused');
        return {
          questionId: textField(item, 'question_id'),
          given: { ...given, by: actorName(request, { given: by, door: 'api' }), as: actorOf(request) },
        };
      }),
    );
    return { results: await this.batch.answer(project, items) };
  }
}
