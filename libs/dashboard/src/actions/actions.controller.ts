import { Audit, actorOf } from '@binnacle/auth';
import { InProject, Requires } from '@binnacle/http';
import { Html, html } from '@binnacle/plugin-kit';
import { Body, Controller, Headers, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PageSender } from '../http/page-sender.js';
import { readForm } from '../http/read-form.js';
import { sendPatch } from '../http/send-patch.js';
import { encodePatch } from '../hub/frame-encoder.js';
import { notice } from '../pages/index.js';
import { ActionRunner } from './action-runner.js';

/** Where the buttons of actions lead. */
@ApiExcludeController()
@Requires('answer')
@Controller('actions')
export class ActionsController {
  constructor(
    private readonly runner: ActionRunner,
    private readonly pages: PageSender,
    private readonly audit: Audit,
  ) {}

  @Post(':id')
  async run(
    @Param('id') id: string,
    @Body() body: unknown,
    @Headers('datastar-request') datastar: string | undefined,
    @InProject() project: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const target = readForm(body).get('target') ?? '';
    const answer = await this.runner.run(project, id, target);
    await this.audit.record({
      ...actorOf(request),
      what: 'action.run',
      target: `action:${id}`,
      project,
      detail: { on: target },
    });
    if (datastar) {
      sendPatch(reply, patchOf(answer));
      return;
    }
    const body_ = html`<main class="storage" id="answer"><h1>Done</h1>${answer instanceof Html ? answer : html`<p>${answer}</p>`}<p><a href="/">To the dashboard</a></p></main>`;
    await this.pages.send(reply, {
      title: 'Done',
      place: '/',
      skipTo: { id: 'answer', label: 'Skip to the answer' },
      body: body_,
    });
  }
}

const patchOf = (answer: Html | string): Buffer =>
  answer instanceof Html
    ? encodePatch(answer.toString())
    : encodePatch(notice({ id: `n${Date.now()}`, kind: 'info', text: answer }).toString(), {
        mode: 'append',
        selector: '#notices',
      });
