import type { Question } from '@binnacle/coordinator';
import { Injectable } from '@nestjs/common';
import { AnswerTokens } from '../../answers/answer-tokens.js';
import { quickAnswers } from '../../answers/quick-answers.js';
import type { Notification } from '../../messages/notification.js';
import { phoneText } from '../../messages/phone-text.js';
import { NotifierOptions } from '../../notifier-options.js';
import { OutgoingHttp } from '../../outgoing/outgoing-http.js';
import type { ChannelOf, ChannelSender } from './channel-sender.js';

/** ntfy: a tap opens the question; what can be answered in one word has a button for each, up to three. */
@Injectable()
export class NtfySender implements ChannelSender<'ntfy'> {
  constructor(
    private readonly http: OutgoingHttp,
    private readonly tokens: AnswerTokens,
    private readonly options: NotifierOptions,
  ) {}

  async send(notification: Notification, channel: ChannelOf<'ntfy'>): Promise<number> {
    const { url, topic, token } = channel.settings;
    const { question } = notification;
    const whole = question && phoneText(question);
    const message = {
      topic,
      title: notification.title,
      message: whole ?? notification.text,
      click: notification.url,
      tags: [notification.about === 'failed' ? 'warning' : 'question'],
      priority: notification.about === 'test' ? 3 : 4,
      actions: await this.actions(question, whole !== undefined, channel),
    };
    return this.http.post(`${url}/`, {
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(message),
    });
  }

  private async actions(question: Question | undefined, isShownWhole: boolean, { name, settings }: ChannelOf<'ntfy'>) {
    if (!settings.answers || question?.state !== 'open') return [];
    const answers = quickAnswers(question, isShownWhole);
    const tokens = await this.tokens.make(question, answers, `ntfy (${name})`);
    return answers.map(({ label }, index) => ({
      action: 'http',
      label,
      url: `${this.options.publicUrl()}/notify/answer/${tokens[index]}`,
      method: 'POST',
      clear: true,
    }));
  }
}
