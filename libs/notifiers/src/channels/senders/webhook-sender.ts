import { questionToWire } from '@binnacle/coordinator';
import { Injectable } from '@nestjs/common';
import type { Notification } from '../../messages/notification.js';
import { OutgoingHttp } from '../../outgoing/outgoing-http.js';
import type { RuleEvent } from '../../rules/rule.js';
import { signatures } from '../signing-key.js';
import type { ChannelOf, ChannelSender } from './channel-sender.js';

const TYPES: Readonly<Record<RuleEvent | 'test', string>> = {
  asked: 'agent.blocked',
  overdue: 'question.overdue',
  undelivered: 'question.undelivered',
  failed: 'agent.failed',
  test: 'binnacle.test',
};
/** Characters of JSON of a question; a longer one is fetched by its id. */
const QUESTION_CHARS = 100_000;

/** Standard Webhooks: signed by every secret in force, with an id that is the same at every attempt. */
@Injectable()
export class WebhookSender implements ChannelSender<'webhook'> {
  constructor(private readonly http: OutgoingHttp) {}

  send(notification: Notification, { settings }: ChannelOf<'webhook'>): Promise<number> {
    const id = `msg_${notification.id}`;
    const timestamp = Math.floor(Date.now() / 1_000);
    const body = JSON.stringify(bodyOf(notification));
    return this.http.post(settings.url, {
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': signatures(settings.keys, id, timestamp, body),
      },
      body,
    });
  }
}

function bodyOf({ about, project, title, text, url, event, question, rule, step }: Notification) {
  const whole = question && questionToWire(question);
  return {
    type: TYPES[about],
    timestamp: event.timestamp,
    data: {
      project,
      title,
      text,
      agent_id: event.agentId,
      session_id: event.sessionId,
      event_id: event.id,
      question_id: question?.id ?? null,
      question: whole && JSON.stringify(whole).length <= QUESTION_CHARS ? whole : null,
      answer_url: url,
      rule: rule ? { id: rule.id, name: rule.name, step } : null,
    },
  };
}
