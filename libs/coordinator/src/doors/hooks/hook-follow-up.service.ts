import { actionHash, EventTypes, isJsonObject, type JsonObject } from '@binnacle/events';
import { AcceptService, askedQuestions, type HookBody, hookAgent, hookQuestionText } from '@binnacle/ingest';
import { Injectable } from '@nestjs/common';
import { DeliveriesService } from '../../questions/deliveries.service.js';
import type { Question } from '../../questions/question.js';
import { QuestionBook } from '../../questions/question-book.js';
import { QuestionDesk } from '../../questions/question-desk.js';
import { HeldHooks } from './held-hooks.js';
import { HOOK_DIALECTS } from './hook-dialects.js';
import { TERMINAL } from './hook-holder.service.js';
import type { CallOptions } from './hook-options.js';
import { shownInput } from './shown-input.js';

/** Questions of one session that are looked at. */
const AT_ONCE = 100;

/**
 * What later hooks tell about a question: the tool ran, so that it was approved, here or in the terminal; or its user spoke, so
 * that nothing asked before still waits.
 */
@Injectable()
export class HookFollowUp {
  constructor(
    private readonly book: QuestionBook,
    private readonly desk: QuestionDesk,
    private readonly deliveries: DeliveriesService,
    private readonly held: HeldHooks,
    private readonly acceptance: AcceptService,
  ) {}

  /** @throws LifecycleError as the archive */
  async follow(body: HookBody, options: CallOptions): Promise<void> {
    const { ran, denied, prompted } = HOOK_DIALECTS[body.vendor];
    if (body.sessionId === undefined) return;
    if (ran.includes(body.hook)) await this.afterCall(body, options, 'approve');
    else if (denied.includes(body.hook)) await this.afterCall(body, options, 'reject');
    else if (body.hook === prompted) await this.afterPrompt(body, options);
  }

  private async afterCall(body: HookBody, { project }: CallOptions, decision: 'approve' | 'reject'): Promise<void> {
    const waiting = await this.book.unresumed(project, body.sessionId ?? '', AT_ONCE);
    if (waiting.length === 0) return;
    const input = shownInput(this.acceptance, project, body);
    for (const question of waiting.filter((one) => isAbout(one, body, input))) {
      if (question.state === 'open') await this.answeredElsewhere(question, answerOf(body, decision));
      else if (decision === 'approve') await this.wentOn(question, body, input);
    }
  }

  private async afterPrompt(body: HookBody, options: CallOptions): Promise<void> {
    const { project } = options;
    const reader = { project, agentId: hookAgent(body, options) };
    for (const id of this.held.of(body.sessionId ?? '', reader)) {
      await this.desk.withdraw({ project, id, by: TERMINAL }).catch(() => undefined);
    }
  }

  private async answeredElsewhere(question: Question, answer: string): Promise<void> {
    const { project, id, msgId, agentId, sessionId } = question;
    const event = {
      type: EventTypes.agentResumed,
      agent_id: agentId,
      session_id: sessionId,
      parent_id: id,
      payload: { question_id: id, msg_id: msgId, question: question.question, answer, answered_by: TERMINAL },
    };
    await this.acceptance.accept([event], { project, door: 'hooks' });
  }

  private async wentOn({ project, id, action }: Question, { tool }: HookBody, args: JsonObject): Promise<void> {
    // Another action than the approved one is shown on the question; it has run already.
    const going = { project, id, ...(action && { action: { tool, args } }) };
    await this.deliveries.goesOn(going).catch(() => undefined);
  }
}

/** By the id of the call, else by what it does; AskUserQuestion comes back with its answers inside. */
function isAbout({ action, question }: Question, body: HookBody, input: JsonObject): boolean {
  if (!action) return askedQuestions(body.input).length > 0 && question === hookQuestionText(body);
  if (action.call_id) return action.call_id === body.toolUseId;
  return actionHash(action) === actionHash({ tool: body.tool, args: input });
}

function answerOf({ input }: HookBody, decision: 'approve' | 'reject'): string {
  if (!isJsonObject(input.answers)) return decision;
  return Object.values(input.answers)
    .filter((answer) => typeof answer === 'string')
    .join('\n');
}
