import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import webPush from 'web-push';
import type { Notification } from '../../messages/notification.js';
import { NotifierOptions } from '../../notifier-options.js';
import { OutgoingHttp } from '../../outgoing/outgoing-http.js';
import { SendFailure } from '../../outgoing/send-failure.js';
import { PushSubscriptions, type PushTarget } from '../../push/push-subscriptions.js';
import { VapidKeys } from '../../push/vapid-keys.js';
import type { ChannelSender } from './channel-sender.js';

/** How long a push service keeps what a browser that is off has not taken. */
const TTL_SECONDS = 86_400;
/** Notifications under way. */
const MAX_REMEMBERED = 1_000;
/** Push services' own words for a browser that is gone. */
const GONE = [404, 410];
const PUSH_SERVICE = { who: { kind: 'server', name: 'push service' } } as const;

/** Web Push to every browser that subscribed. A browser shows the newest of one question only. */
@Injectable()
export class WebPushSender implements ChannelSender<'web_push'> {
  /** Browsers that have a notification of which another failed: they are not told again with it. */
  private readonly taken = new Map<string, Set<string>>();

  constructor(
    private readonly http: OutgoingHttp,
    private readonly subscriptions: PushSubscriptions,
    private readonly keys: VapidKeys,
    private readonly options: NotifierOptions,
  ) {}

  async send(notification: Notification): Promise<number> {
    const { id, project } = notification;
    const has = this.taken.get(id) ?? new Set<string>();
    this.remember(id, has);
    const targets = (await this.subscriptions.list(project)).filter((target) => !has.has(target.id));
    const results = await Promise.allSettled(
      targets.map(async (target) => {
        const status = await this.push(target, notification);
        if (status !== undefined) has.add(target.id);
        return status;
      }),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    this.taken.delete(id);
    if (has.size === 0) {
      throw new SendFailure('no browser has subscribed; open Notifications in one', null, { isFinal: true });
    }
    return 201;
  }

  private remember(id: string, has: Set<string>): void {
    this.taken.set(id, has);
    const [oldest] = this.taken.keys();
    if (this.taken.size > MAX_REMEMBERED && oldest !== undefined) this.taken.delete(oldest);
  }

  /** @returns the status; undefined when the browser is gone, and forgotten */
  private async push({ project, id, endpoint, p256dh, auth }: PushTarget, notification: Notification) {
    const { about, title, text, url, question, event } = notification;
    const subject = question?.id ?? event.id;
    const payload = JSON.stringify({ title, body: text, url, tag: subject, about });
    const { headers, body } = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
      vapidDetails: { subject: contactOf(this.options.publicUrl()), ...(await this.keys.get()) },
      TTL: TTL_SECONDS,
      urgency: 'high',
      topic: topicOf(subject),
      contentEncoding: 'aes128gcm',
    });
    const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    try {
      return await this.http.post(endpoint, { headers: sent, body });
    } catch (error) {
      if (!(error instanceof SendFailure && GONE.includes(error.status ?? 0))) throw error;
      await this.subscriptions.remove(project, PUSH_SERVICE, id);
      return undefined;
    }
  }
}

/** A push service replaces what it still holds of the same topic; it takes 32 characters of base64url. */
export const topicOf = (questionId: string): string =>
  createHash('sha256').update(questionId).digest('base64url').slice(0, 32);

/** Whom a push service may write to; one on loopback has no address that it would take. */
const contactOf = (publicUrl: string): string =>
  publicUrl.startsWith('https://') ? publicUrl : 'mailto:binnacle@example.com';
