import type { Channel, ChannelSettings } from './channel.js';
import { isInForce } from './signing-key.js';

/** The channel in JSON. Of a secret it has the last four characters, if there are many more, so that two can be told apart. */
export const channelToWire = ({ id, name, settings, createdAt, updatedAt }: Channel) => ({
  id,
  name,
  kind: settings.kind,
  target: targetOf(settings),
  notifier: settings.kind === 'plugin' ? settings.notifier : null,
  answers: settings.kind === 'ntfy' && settings.answers,
  has_token: settings.kind === 'ntfy' && settings.token !== null,
  secrets:
    settings.kind === 'webhook'
      ? settings.keys
          .filter((key) => isInForce(key))
          .map(({ secret, until }) => ({ hint: hint(secret), valid_until: until }))
      : [],
  created_at: createdAt.toISOString(),
  updated_at: updatedAt.toISOString(),
});

export type WireChannel = ReturnType<typeof channelToWire>;

/** Where it goes, without what makes it secret. */
function targetOf(settings: ChannelSettings): string | null {
  switch (settings.kind) {
    case 'webhook':
      return withoutQuery(settings.url);
    case 'slack':
      return `${new URL(settings.url).origin}/${hint(settings.url)}`;
    case 'ntfy':
      return `${settings.url.replace(/\/$/, '')}/${hint(settings.topic)}`;
    default:
      return null;
  }
}

function withoutQuery(text: string): string {
  const { origin, pathname, search } = new URL(text);
  return `${origin}${pathname}${search && '?…'}`;
}

const hint = (secret: string): string => (secret.length >= 12 ? `…${secret.slice(-4)}` : '…');
