import { type Question, QuestionBook } from '@binnacle/coordinator';
import { BinnacleError, type BinnacleEvent } from '@binnacle/events';
import { EventArchive } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { ChannelBook } from '../channels/channel-book.js';
import { Senders } from '../channels/senders/senders.js';
import { wordsOf } from '../messages/notification-of.js';
import { NotifierOptions } from '../notifier-options.js';
import { SendFailure } from '../outgoing/send-failure.js';
import type { Rule } from '../rules/rule.js';
import { RuleBook } from '../rules/rule-book.js';
import type { Delivery } from './delivery.js';
import { DeliveryBook } from './delivery-book.js';
import { MAX_ATTEMPTS, restAfter } from './rest-after.js';
import { sampleEvent } from './sample-event.js';

/** One attempt at one delivery, from whether it is still needed to what the log says of it. */
@Injectable()
export class Attempt {
  constructor(
    private readonly book: DeliveryBook,
    private readonly channels: ChannelBook,
    private readonly rules: RuleBook,
    private readonly questions: QuestionBook,
    private readonly archive: EventArchive,
    private readonly senders: Senders,
    private readonly options: NotifierOptions,
  ) {}

  /** @throws only when the database fails: then the delivery is due again when its lease is over */
  async make(delivery: Delivery): Promise<void> {
    const { project, attempts } = delivery;
    // Taken again and again and never ended: what is sent ends the process, or the database fails at each end.
    if (attempts > MAX_ATTEMPTS) return this.book.end(delivery, 'failed', { error: 'given up' });
    const rule = await this.rules.find(project, delivery.ruleId);
    if (!rule?.enabled) return this.book.end(delivery, 'not_needed', { error: 'the rule is gone or off' });
    const question =
      delivery.event === 'failed' ? undefined : (await this.questions.findAll(project, [delivery.subjectId]))[0];
    const held = heldUntil(rule, question);
    if (held) return this.book.postpone(delivery, Math.max(0, held - Date.now()), { isAttempt: false });
    const event = await this.archive.find(project, delivery.eventId);
    if (!event || !isNeeded(delivery, question)) return this.book.end(delivery, 'not_needed');
    await this.send(delivery, { event, question, rule });
  }

  /** A sample to a channel; tried once. */
  test(delivery: Delivery): Promise<void> {
    return this.send(delivery, { event: sampleEvent(delivery), question: undefined, rule: undefined }, false);
  }

  private async send(delivery: Delivery, told: Told, mayRepeat = true): Promise<void> {
    const { id, project, channelId, event: about, step, attempts: attempt } = delivery;
    const channel = await this.channels.find(project, channelId);
    if (!channel) return this.book.end(delivery, 'not_needed', { error: 'the channel is gone' });
    const words = wordsOf({ about, ...told }, this.options.publicUrl());
    try {
      const status = await this.senders.send({ id, project, about, step, attempt, ...told, ...words }, channel);
      await this.book.end(delivery, 'sent', { status });
    } catch (error) {
      const { isFinal, retryAfterMs, ...failure } = failureOf(error);
      const rest = isFinal || !mayRepeat ? undefined : restAfter(attempt, retryAfterMs);
      if (rest === undefined) await this.book.end(delivery, 'failed', failure);
      else await this.book.postpone(delivery, rest, failure);
    }
  }
}

interface Told {
  readonly event: BinnacleEvent;
  readonly question: Question | undefined;
  readonly rule: Rule | undefined;
}

/** Until when somebody holds the question, in ms, if the rule leaves such alone. */
const heldUntil = ({ skipClaimed }: Rule, question: Question | undefined): number | undefined =>
  skipClaimed && question?.state === 'open' && question.claim ? Date.parse(question.claim.until) : undefined;

function isNeeded({ event }: Delivery, question: Question | undefined): boolean {
  if (event === 'failed') return true;
  if (event === 'undelivered')
    return question !== undefined && question.undeliveredSince !== null && question.deliveredAt === null;
  return question?.state === 'open';
}

function failureOf(error: unknown) {
  if (error instanceof SendFailure) return { status: error.status, error: error.message, ...error.options };
  // A private target may be allowed later, but not by waiting; a plugin's own refusal is no mistake of its.
  const isFinal = error instanceof BinnacleError && error.code !== 'plugin_timeout';
  return { status: null, error: error instanceof Error ? error.message : String(error), isFinal };
}
