import { Injectable } from '@nestjs/common';
import type { Notification } from '../../messages/notification.js';
import type { Channel, ChannelKind } from '../channel.js';
import type { ChannelOf, ChannelSender } from './channel-sender.js';
import { NtfySender } from './ntfy-sender.js';
import { PluginSender } from './plugin-sender.js';
import { SlackSender } from './slack-sender.js';
import { WebPushSender } from './web-push-sender.js';
import { WebhookSender } from './webhook-sender.js';

/** The sender of every kind of channel. */
@Injectable()
export class Senders {
  private readonly byKind: { readonly [K in ChannelKind]: ChannelSender<K> };

  constructor(webhook: WebhookSender, slack: SlackSender, ntfy: NtfySender, push: WebPushSender, plugin: PluginSender) {
    this.byKind = { webhook, slack, ntfy, web_push: push, plugin };
  }

  send<K extends ChannelKind>(notification: Notification, channel: Channel): Promise<number | null> {
    const sender = this.byKind[channel.settings.kind as K];
    return sender.send(notification, channel as ChannelOf<K>);
  }
}
