/** Captured exports of real clients, and what the server answers to them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type DescMessage, fromBinary, type MessageShape } from '@bufbuild/protobuf';
import type { TestServer } from './server.js';

const FOLDER = path.resolve(import.meta.dirname, '../fixtures/otlp');

export interface Captured {
  readonly url: string;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** A request as a client put it on the wire. */
export function captured(name: string): Captured {
  const { url, headers, wire_file } = JSON.parse(readFileSync(path.join(FOLDER, `${name}.headers.json`), 'utf8')) as {
    url: string;
    headers: Record<string, string>;
    wire_file: string;
  };
  const kept = Object.entries(headers).filter(([key]) => /^(content-type|content-encoding|ce-)/.test(key));
  return { url, body: readFileSync(path.join(FOLDER, wire_file)), headers: Object.fromEntries(kept) };
}

export const sendCaptured = (server: TestServer, { url, body, headers }: Captured): Promise<Response> =>
  server.post(url, new Uint8Array(body), headers);

export async function protobufBody<T extends DescMessage>(response: Response, schema: T): Promise<MessageShape<T>> {
  return fromBinary(schema, new Uint8Array(await response.arrayBuffer()));
}

export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly graph_id: string | null;
  readonly node_id: string | null;
  readonly agent_id: string | null;
  readonly session_id: string | null;
  readonly timestamp: string;
  readonly payload: Record<string, unknown>;
}

/** Every event, oldest first. @param query such as `&graph_id=…` */
export async function storedEvents(server: TestServer, query = ''): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  let cursor = '';
  do {
    const page = await server.json<{ data: StoredEvent[]; next_cursor: string | null }>(
      `/api/v1/events?order=asc&limit=1000${query}${cursor}`,
    );
    events.push(...page.data);
    cursor = page.next_cursor ? `&cursor=${page.next_cursor}` : '';
  } while (cursor);
  return events;
}
