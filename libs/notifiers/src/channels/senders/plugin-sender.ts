import { inScopeUntil } from '@binnacle/http';
import { PluginRegistry, runPart, sourceOf } from '@binnacle/registry';
import { Injectable } from '@nestjs/common';
import type { Notification } from '../../messages/notification.js';
import { SEND_TIMEOUT_MS } from '../../outgoing/outgoing-http.js';
import { SendFailure } from '../../outgoing/send-failure.js';
import type { ChannelOf, ChannelSender } from './channel-sender.js';

/** The notifier of a plugin, told by a rule. */
@Injectable()
export class PluginSender implements ChannelSender<'plugin'> {
  constructor(private readonly registry: PluginRegistry) {}

  async send({ id, title, text, url, event, attempt }: Notification, { settings }: ChannelOf<'plugin'>): Promise<null> {
    const { notifiers, health } = this.registry;
    const notifier = notifiers.find(({ definition }) => definition.id === settings.notifier);
    if (!notifier) throw new SendFailure(`no plugin provides the notifier ${JSON.stringify(settings.notifier)}`);
    const notice = { id, event, text: `${title}: ${text}`, url, attempt };
    const send = () => inScopeUntil(event.project, () => notifier.send(notice));
    await runPart(health, sourceOf(notifier), SEND_TIMEOUT_MS, send);
    return null;
  }
}
