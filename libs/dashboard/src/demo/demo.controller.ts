import { Requires } from '@binnacle/http';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DemoKeys } from './demo-keys.js';
import { DemoRunner } from './demo-runner.js';

/** The button of the empty page. What the demo does is seen on the page itself. */
@ApiExcludeController()
@Requires('admin')
@Controller('demo')
export class DemoController {
  constructor(
    private readonly demo: DemoRunner,
    private readonly keys: DemoKeys,
  ) {}

  @Post()
  @HttpCode(204)
  async run(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.demo.assertIdle();
    const key = await this.keys.make(request);
    try {
      this.demo.start(key);
    } catch (error) {
      // Pressed twice at once.
      await key?.revoke();
      throw error;
    }
    if (request.headers['datastar-request']) void reply.code(204).send();
    else void reply.redirect('/', 303);
  }
}
