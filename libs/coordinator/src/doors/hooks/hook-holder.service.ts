import { BinnacleError, hashOf, isJsonObject, type JsonObject } from '@binnacle/events';
import { AcceptService, fitEvent, type HookBody, hookAgent, hookEvent } from '@binnacle/ingest';
import { Injectable, Logger } from '@nestjs/common';
import { AskingService } from '../../questions/asking.service.js';
import type { Question } from '../../questions/question.js';
import { QuestionBook } from '../../questions/question-book.js';
import { QuestionClock, TIMEOUT } from '../../questions/question-clock.js';
import { QuestionDesk } from '../../questions/question-desk.js';
import { QuestionWaiters } from '../../questions/question-waiters.js';
import { HeldHooks } from './held-hooks.js';
import { NO_OPINION } from './hook-dialect.js';
import { HOOK_DIALECTS } from './hook-dialects.js';
import type { CallOptions, HookOptions } from './hook-options.js';
import { hookQuestion } from './hook-question.js';
import { shownInput } from './shown-input.js';

/** The name under which a client's own prompt answers. */
export const TERMINAL = 'terminal';
/** Seconds after the deadline within which it is looked after by the clock; then the hook does it itself. */
const CLOCK_SECONDS = 0.5;

export interface HookAnswer {
  readonly answer: JsonObject;
  /** Set when the answer is a person's, and has to be noted as delivered. */
  readonly question?: Question;
}

/** Asks people on behalf of a hook, and holds it until they have answered or its time is over. */
@Injectable()
export class HookHolder {
  private readonly logger = new Logger('Hooks');

  constructor(
    private readonly asking: AskingService,
    private readonly book: QuestionBook,
    private readonly waiters: QuestionWaiters,
    private readonly clock: QuestionClock,
    private readonly desk: QuestionDesk,
    private readonly held: HeldHooks,
    private readonly acceptance: AcceptService,
  ) {}

  /** Never throws: the client would go on as if nobody had to be asked. @param gone aborted when the client has left */
  async hold(body: HookBody, options: CallOptions, gone: AbortSignal): Promise<HookAnswer> {
    try {
      const asked = await this.ask(body, options, gone);
      const question = asked.state === 'open' ? await this.giveUp(body, asked) : asked;
      // The client's own prompt still waits for its user.
      if (wasGivenUp(body, question) && isPrompt(body)) await this.observe(body, options);
      return answerOf(body, options, question);
    } catch (error) {
      this.logger.error({ err: error, hook: body.hook }, 'people could not be asked');
      // A call is on the timeline already.
      if (isPrompt(body)) await this.observe(body, options).catch(() => undefined);
      const why = error instanceof BinnacleError ? error.detail : 'see its log';
      return { answer: unanswered(body, options, `Binnacle could not ask anybody: ${why}`) };
    }
  }

  /** What a hook is answered that may not ask. */
  refused(body: HookBody, options: HookOptions, why: string): JsonObject {
    return unanswered(body, options, why);
  }

  private async ask(body: HookBody, options: CallOptions, gone: AbortSignal): Promise<Question> {
    const { project } = options;
    const agent = hookAgent(body, options);
    const onTimeout = policyOf(body, options) === 'deny' ? 'deny' : 'withdraw';
    // What was masked would run as it is masked; what is no object could not be put back.
    const isWhole =
      isJsonObject(body.fields.tool_input) && hashOf(shownInput(this.acceptance, project, body)) === hashOf(body.input);
    const edits = HOOK_DIALECTS[body.vendor].edits && isWhole;
    const terms = { agent, edits, seconds: options.holdSeconds, onTimeout } as const;
    const { question } = await this.asking.ask(project, hookQuestion(body, terms));
    const forget = this.held.add(body.sessionId ?? '', { project, agentId: agent, questionId: question.id });
    try {
      const waitMs = (options.holdSeconds + CLOCK_SECONDS) * 1_000;
      return await this.waiters.wait(project, question.id, waitMs, gone);
    } finally {
      forget();
    }
  }

  /** Nobody has answered: the time is over, the client has left, or the server stops. */
  private async giveUp(body: HookBody, { project, id }: Question): Promise<Question> {
    const question = await this.book.find(project, id);
    const isOver = question.expiresAt !== null && Date.parse(question.expiresAt) <= Date.now();
    // A late clock must not leave the question open behind our answer.
    if (isOver) await this.clock.expire(question);
    else await this.withdraw(question, leftBy(body));
    return this.book.find(project, id);
  }

  private async withdraw({ project, id }: Question, by: string): Promise<void> {
    await this.desk.withdraw({ project, id, by }).catch((error) => {
      // Answered in the last moment: then that is the answer.
      if (!(error instanceof BinnacleError && error.code === 'question_closed')) throw error;
    });
  }

  private async observe(body: HookBody, options: CallOptions): Promise<void> {
    const event = hookEvent(body.vendor, body.fields, options);
    if (event) await this.acceptance.accept([fitEvent(event)], { project: options.project, door: 'hooks' });
  }
}

const leftBy = ({ vendor }: HookBody): string => `${vendor} (hook ended)`;
const isPrompt = ({ vendor, hook }: HookBody): boolean => hook === HOOK_DIALECTS[vendor].asks.permission;
const wasGivenUp = (body: HookBody, { state, answeredBy }: Question): boolean =>
  state === 'withdrawn' && (answeredBy === TIMEOUT || answeredBy === leftBy(body));

/** A permission prompt can still be answered in the terminal; a call that has to be approved here would just run. */
const policyOf = (body: HookBody, { onTimeout }: HookOptions): 'deny' | 'pass' =>
  onTimeout ?? (isPrompt(body) ? 'pass' : 'deny');

const unanswered = (body: HookBody, options: HookOptions, why: string): JsonObject =>
  policyOf(body, options) === 'deny' ? HOOK_DIALECTS[body.vendor].deny(body, why) : NO_OPINION;

function answerOf(body: HookBody, options: HookOptions, question: Question): HookAnswer {
  const { state, reply, answeredBy, kind } = question;
  if (answeredBy === TERMINAL) return { answer: NO_OPINION };
  if (!reply) {
    const why = state === 'withdrawn' ? 'nobody answered before the question was taken back' : 'nobody approved it';
    return { answer: unanswered(body, options, why) };
  }
  const dialect = HOOK_DIALECTS[body.vendor];
  const by = answeredBy ?? 'somebody';
  const isYes = kind === 'approval' ? reply.decision === 'approve' || reply.decision === 'edit' : state === 'answered';
  return {
    answer: isYes ? dialect.allow(body, reply, by) : dialect.deny(body, reply.message ?? `refused by ${by}`),
    question,
  };
}
