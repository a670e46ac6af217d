import { toWire, type WireEvent } from '@binnacle/events';
import { EventArchive } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decodeCursor, encodeCursor, type Order } from './cursor.js';
import { invalid, type QueryParameters, readLimit, readOrder, readSelection, single } from './event-query.js';

export interface EventPage {
  readonly data: readonly WireEvent[];
  readonly next_cursor: string | null;
  /** Of the page before this one, and of what came there since; null for an empty page. */
  readonly prev_cursor: string | null;
  readonly has_more: boolean;
}

/** Pages of events by `seq`, so that nothing is skipped or repeated while new events arrive. */
@Injectable()
export class EventLister {
  constructor(private readonly archive: EventArchive) {}

  /** @param fixed what the address itself says; it can't be given as a parameter too */
  async list(
    project: string,
    parameters: QueryParameters,
    request: FastifyRequest,
    reply: FastifyReply,
    fixed: Readonly<Record<string, string>> = {},
  ): Promise<EventPage> {
    const twice = Object.keys(fixed).find((name) => name in parameters);
    if (twice !== undefined) throw invalid(twice, 'is in the address already');
    const selection = readSelection(project, { ...parameters, ...fixed }, ['order', 'limit', 'cursor']);
    const order = readOrder(parameters);
    const limit = readLimit(parameters);
    const cursor = single(parameters, 'cursor');
    const place = cursor === undefined ? undefined : decodeCursor(cursor, order);
    // Read backwards from the place, a page has the rows nearest to it.
    const direction = place?.back ? opposite(order) : order;
    // One row more than asked tells whether there is more in that direction.
    const found = await this.archive.read({
      ...selection,
      order: direction,
      limit: limit + 1,
      ...(place && (direction === 'asc' ? { after: place.seq } : { before: place.seq })),
    });
    const rows = found.slice(0, limit);
    const page = place?.back ? rows.reverse() : rows;
    const [first, last] = [page[0], page.at(-1)];
    // A page one came back to has more: what one came from.
    const next = last && (place?.back || found.length > limit) ? encodeCursor(order, last.seq) : null;
    const previous = first ? encodeCursor(order, first.seq, true) : null;
    const links = [next && link(request, next, 'next'), previous && link(request, previous, 'prev')].filter(Boolean);
    if (links.length > 0) void reply.header('link', links.join(', '));
    return { data: page.map(toWire), next_cursor: next, prev_cursor: previous, has_more: next !== null };
  }
}

const opposite = (order: Order): Order => (order === 'asc' ? 'desc' : 'asc');

function link(request: FastifyRequest, cursor: string, relation: 'next' | 'prev'): string {
  const url = new URL(request.url, 'http://localhost');
  url.searchParams.set('cursor', cursor);
  return `<${url.pathname}${url.search}>; rel="${relation}"`;
}
