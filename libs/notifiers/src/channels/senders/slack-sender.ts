import { Injectable } from '@nestjs/common';
import type { Notification } from '../../messages/notification.js';
import { OutgoingHttp } from '../../outgoing/outgoing-http.js';
import type { ChannelOf, ChannelSender } from './channel-sender.js';

/** An incoming webhook as Slack has it, and Mattermost, Discord (`/slack`) and others take it: text, and a button that is a link. */
@Injectable()
export class SlackSender implements ChannelSender<'slack'> {
  constructor(private readonly http: OutgoingHttp) {}

  send({ about, title, text, url }: Notification, { settings }: ChannelOf<'slack'>): Promise<number> {
    const [head, body] = [title, text].map(escaped) as [string, string];
    const label = about === 'asked' || about === 'overdue' ? 'Answer' : 'Look';
    const blocks = [
      { type: 'section', text: { type: 'mrkdwn', text: `*${head}*\n${body}` } },
      {
        type: 'actions',
        elements: [{ type: 'button', text: { type: 'plain_text', text: label }, url, style: 'primary' }],
      },
    ];
    return this.http.post(settings.url, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: `${head}: ${body}`, blocks }),
    });
  }
}

/** Slack's three signs: so that no agent writes `<!channel>` or a link that looks like another. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
