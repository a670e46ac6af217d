import type { Notification } from '../../messages/notification.js';
import type { Channel, ChannelKind, SettingsOf } from '../channel.js';

export interface ChannelOf<K extends ChannelKind> extends Omit<Channel, 'settings'> {
  readonly settings: SettingsOf<K>;
}

/**
 * One kind of channel. Sends once, within ten seconds; when to try again is the dispatcher's.
 *
 * The trap: a sender is called again for a notification that may have gone through, after a kill or a lost answer. What it sends must
 * let the other side see that it is the same: `notification.id`.
 */
export interface ChannelSender<K extends ChannelKind> {
  /** @returns the status of HTTP, where there was one @throws SendFailure, BinnacleError */
  send(notification: Notification, channel: ChannelOf<K>): Promise<number | null>;
}
