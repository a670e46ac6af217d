import { BinnacleError, type JsonObject, type JsonValue } from '@binnacle/events';
import { bodyBytes, bodyText, mediaType, parseJson } from '@binnacle/http';
import { Unreadable } from '../../accept.service.js';
import { cloudEvent } from './cloud-event.js';

export const STRUCTURED = 'application/cloudevents+json';
export const BATCH = 'application/cloudevents-batch+json';

export interface CloudEventsRequest {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Bytes after inflation. */
  readonly limit: number;
  readonly onBytes?: (bytes: number) => void;
}

/** Whether a request holds CloudEvents in one of their three HTTP modes. */
export const holdsCloudEvents = (headers: CloudEventsRequest['headers']): boolean =>
  headers['ce-specversion'] !== undefined || /^application\/cloudevents\b/i.test(one(headers['content-type']) ?? '');

/** @returns events, or {@link Unreadable} in place of what is no CloudEvent. @throws BinnacleError as `bodyText` */
export async function readCloudEvents(request: CloudEventsRequest): Promise<readonly unknown[]> {
  const items = await itemsOf(request);
  return items.map((item) => {
    try {
      return cloudEvent(item);
    } catch (error) {
      if (error instanceof BinnacleError) return new Unreadable(error);
      throw error;
    }
  });
}

async function itemsOf(request: CloudEventsRequest): Promise<readonly unknown[]> {
  const { body, headers, limit, onBytes } = request;
  const encoded = { body, contentEncoding: one(headers['content-encoding']), limit, onBytes };
  if (headers['ce-specversion'] !== undefined) {
    return [{ ...attributesOf(headers), ...dataOf(await bodyBytes(encoded), one(headers['content-type'])) }];
  }
  const type = mediaType(one(headers['content-type']), [STRUCTURED, BATCH]);
  const value = parseJson(await bodyText(encoded));
  if (type === STRUCTURED) return [value];
  if (!Array.isArray(value)) throw new BinnacleError('field_invalid', 'a batch of CloudEvents must be a JSON array');
  return value;
}

/** Binary mode: attributes are headers, percent-encoded where they are not ASCII. */
function attributesOf(headers: CloudEventsRequest['headers']): JsonObject {
  const named = Object.entries(headers).filter(([name]) => name.startsWith('ce-'));
  return Object.fromEntries(named.map(([name, value]) => [name.slice(3), decoded(one(value) ?? '')]));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The body is the data itself; what is neither JSON nor text is kept as base64. */
function dataOf(bytes: Buffer, contentType: string | undefined): { data?: JsonValue; data_base64?: string } {
  if (bytes.length === 0) return {};
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? 'application/json';
  if (/[/+]json$/.test(type)) return { data: parseJson(utf8(bytes)) as JsonValue };
  return type.startsWith('text/') ? { data: utf8(bytes) } : { data_base64: bytes.toString('base64') };
}

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new BinnacleError('invalid_utf8', 'the body holds bytes that are no UTF-8', {}, { cause: error });
  }
}

const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
