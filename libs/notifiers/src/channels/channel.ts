export const CHANNEL_KINDS = ['webhook', 'slack', 'ntfy', 'web_push', 'plugin'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** Signs until its time is over; null = until there is another. */
export interface SigningKey {
  readonly secret: string;
  readonly until: string | null;
}

/** What a channel needs to reach its other side. Nearly all of it is secret: only `channelToWire` says what is shown. */
export type ChannelSettings =
  | { readonly kind: 'webhook'; readonly url: string; readonly keys: readonly SigningKey[] }
  /** The URL is the secret. */
  | { readonly kind: 'slack'; readonly url: string }
  /** The topic is as good as a password. */
  | {
      readonly kind: 'ntfy';
      readonly url: string;
      readonly topic: string;
      readonly token: string | null;
      readonly answers: boolean;
    }
  | { readonly kind: 'web_push' }
  | { readonly kind: 'plugin'; readonly notifier: string };

export type SettingsOf<K extends ChannelKind> = Extract<ChannelSettings, { kind: K }>;

export interface Channel {
  readonly project: string;
  readonly id: string;
  readonly name: string;
  readonly settings: ChannelSettings;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
