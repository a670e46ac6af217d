import { Audit, type AuditRecord, actorOf } from '@binnacle/auth';
import { BinnacleError } from '@binnacle/events';
import { InProject, Requires } from '@binnacle/http';
import { Html, html } from '@binnacle/plugin-kit';
import { Body, Controller, Headers, Logger, Param, Post, Req, Res } from '@nestjs/common';
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
  private readonly logger = new Logger('Actions');

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
    const answer = await this.recorded({ ...actorOf(request), target: `action:${id}`, project }, target, (before) =>
      this.runner.run(project, id, target, before),
    );
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

  /** Written down before it is run, as nothing that a plugin does is in a transaction of ours; and once more if it fails. */
  private async recorded<T>(
    record: Omit<AuditRecord, 'what'>,
    on: string,
    run: (before: () => Promise<void>) => Promise<T>,
  ): Promise<T> {
    let isBegun = false;
    try {
      return await run(async () => {
        await this.audit.record({ ...record, what: 'action.run', detail: { on } });
        isBegun = true;
      });
    } catch (error) {
      if (isBegun) {
        const code = error instanceof BinnacleError ? error.code : 'internal';
        await this.audit
          .record({ ...record, what: 'action.failed', detail: { on, code } })
          .catch((reason) => this.logger.warn({ err: reason }, 'that an action failed was not written down'));
      }
      throw error;
    }
  }
}

const patchOf = (answer: Html | string): Buffer =>
  answer instanceof Html
    ? encodePatch(answer.toString())
    : encodePatch(notice({ id: `n${Date.now()}`, kind: 'info', text: answer }).toString(), {
        mode: 'append',
        selector: '#notices',
      });
