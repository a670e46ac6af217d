import { BinnacleError } from '@binnacle/events';
import type { AllowedTargets } from '../outgoing/allowed-targets.js';
import { MAX_URL_CHARS, targetUrl } from '../outgoing/target-url.js';
import { type Fields, invalid } from '../rest/fields.js';
import { CHANNEL_KINDS, type Channel, type ChannelKind, type ChannelSettings, type SettingsOf } from './channel.js';
import { isSecret, newSecret } from './signing-key.js';

export const MAX_NAME_CHARS = 80;
const ID = /^[a-z0-9][a-z0-9-]{0,47}$/;
const TOPIC = /^[A-Za-z0-9_-]{1,64}$/;
const TOKEN_CHARS = 200;
const DEFAULT_NTFY = 'https://ntfy.sh';

export interface ChannelToKeep {
  readonly name: string;
  readonly settings: ChannelSettings;
}

/** What reading needs to know besides the fields. */
export interface ChannelSurroundings {
  readonly allowed: AllowedTargets;
  readonly knowsNotifier: (id: string) => boolean;
}

/** An id of one's own choice. @throws BinnacleError `field_invalid` */
export function readId(fields: Fields): string | undefined {
  if (!fields.has('id')) return undefined;
  const id = fields.text('id', 48);
  if (!ID.test(id)) throw invalid('id', 'must be up to 48 of a-z, 0-9 and -');
  return id;
}

/**
 * A channel as it was sent. What is left out of a change stays as it was: nobody can send a secret back.
 *
 * @param before of a change
 * @throws BinnacleError `field_missing`, `field_invalid`, `field_too_long`, `target_refused`, `plugin_part_not_found`
 */
export function readChannel(fields: Fields, surroundings: ChannelSurroundings, before?: Channel): ChannelToKeep {
  const kind = fields.oneOf('kind', CHANNEL_KINDS, before?.settings.kind);
  if (before && kind !== before.settings.kind) throw invalid('kind', 'can not be changed: make another channel');
  const name = fields.text('name', MAX_NAME_CHARS, before?.name);
  if (name === '') throw invalid('name', 'must not be empty');
  const settings = READ[kind](fields, surroundings, before?.settings as never);
  fields.end();
  return { name, settings };
}

type Read<K extends ChannelKind> = (
  fields: Fields,
  surroundings: ChannelSurroundings,
  before: SettingsOf<K> | undefined,
) => SettingsOf<K>;

const READ: { readonly [K in ChannelKind]: Read<K> } = {
  webhook: (fields, { allowed }, before) => {
    const secret = fields.has('secret') ? fields.text('secret', TOKEN_CHARS) : newSecret();
    if (!isSecret(secret)) throw invalid('secret', 'must be whsec_ and base64 of 24 to 64 bytes');
    if (before && fields.has('secret')) throw invalid('secret', 'is changed by rotating it');
    return {
      kind: 'webhook',
      url: urlField(fields, allowed, before?.url),
      keys: before?.keys ?? [{ secret, until: null }],
    };
  },
  slack: (fields, { allowed }, before) => ({ kind: 'slack', url: urlField(fields, allowed, before?.url) }),
  ntfy: (fields, { allowed }, before) => {
    const topic = fields.text('topic', 64, before?.topic);
    if (!TOPIC.test(topic)) throw invalid('topic', 'must be 1 to 64 letters, digits, _ and -');
    const token = fields.text('token', TOKEN_CHARS, before?.token ?? '');
    if (/[^\x21-\x7e]/.test(token)) throw invalid('token', 'must be visible ASCII');
    return {
      kind: 'ntfy',
      url: urlField(fields, allowed, before?.url ?? DEFAULT_NTFY).replace(/\/+$/, ''),
      topic,
      token: token || null,
      answers: fields.flag('answers', before?.answers ?? true),
    };
  },
  web_push: () => ({ kind: 'web_push' }),
  plugin: (fields, { knowsNotifier }, before) => {
    const notifier = fields.text('notifier', 48, before?.notifier);
    if (!knowsNotifier(notifier)) {
      throw new BinnacleError('plugin_part_not_found', `no plugin provides the notifier ${JSON.stringify(notifier)}`);
    }
    return { kind: 'plugin', notifier };
  },
};

const urlField = (fields: Fields, allowed: AllowedTargets, before?: string): string =>
  targetUrl(fields.text('url', MAX_URL_CHARS, before), allowed).toString();
