import type { LogRecord } from '@binnacle/plugin-kit';
import { text } from './attributes.js';

/** What a log record calls its event: the attribute, else the field, where Codex puts a source file, else the body. */
export const eventName = ({ attributes, eventName: field, body }: LogRecord): string =>
  text(attributes, 'event.name', 'event_name') ?? (field || (typeof body === 'string' ? body : ''));
