import { Requires } from '@binnacle/http';
import { Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DemoRunner } from './demo-runner.js';

/** The button of the empty page. What the demo does is seen on the page itself. */
@ApiExcludeController()
@Requires('admin')
@Controller('demo')
export class DemoController {
  constructor(private readonly demo: DemoRunner) {}

  @Post()
  @HttpCode(204)
  run(@Headers('datastar-request') datastar: string | undefined, @Res() reply: FastifyReply): void {
    this.demo.start();
    if (datastar) void reply.code(204).send();
    else void reply.redirect('/', 303);
  }
}
