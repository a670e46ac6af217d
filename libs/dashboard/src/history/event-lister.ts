import { toWire, type WireEvent } from '@binnacle/events';
import { EventArchive } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decodeCursor, encodeCursor } from './cursor.js';
import { invalid, type QueryParameters, readLimit, readOrder, readSelection, single } from './event-query.js';

export interface EventPage {
  readonly data: readonly WireEvent[];
  readonly next_cursor: string | null;
  readonly has_more: boolean;
}

/** Pages of events by `seq`, so that nothing is skipped or repeated while new events arrive. */
@Injectable()
export class EventLister {
  constructor(private readonly archive: EventArchive) {}

  /** @param fixed what the address itself says; it can't be given as a parameter too */
  async list(
    parameters: QueryParameters,
    request: FastifyRequest,
    reply: FastifyReply,
    fixed: Readonly<Record<string, string>> = {},
  ): Promise<EventPage> {
    const twice = Object.keys(fixed).find((name) => name in parameters);
    if (twice !== undefined) throw invalid(twice, 'is in the address already');
    const selection = readSelection({ ...parameters, ...fixed }, ['order', 'limit', 'cursor']);
    const order = readOrder(parameters);
    const limit = readLimit(parameters);
    const cursor = single(parameters, 'cursor');
    const place = cursor === undefined ? undefined : decodeCursor(cursor, order);
    // One row more than asked tells whether there is a next page.
    const found = await this.archive.read({
      ...selection,
      order,
      limit: limit + 1,
      ...(place !== undefined && (order === 'asc' ? { after: place } : { before: place })),
    });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const next = found.length > limit && last ? encodeCursor(order, last.seq) : null;
    if (next) void reply.header('link', `<${nextUrl(request, next)}>; rel="next"`);
    return { data: page.map(toWire), next_cursor: next, has_more: next !== null };
  }
}

function nextUrl(request: FastifyRequest, cursor: string): string {
  const url = new URL(request.url, 'http://localhost');
  url.searchParams.set('cursor', cursor);
  return `${url.pathname}${url.search}`;
}
