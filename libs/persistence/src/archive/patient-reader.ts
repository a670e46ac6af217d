/**
 * Reads a selection from one end to the other, also when so few events meet its conditions that a page of them is not found
 * in time: then it goes on in stretches of `seq` that are short enough, and says how far it is.
 */
import { BinnacleError, type BinnacleEvent } from '@binnacle/events';
import type { EventArchive, EventQuery } from '../event-archive.js';

/** Numbers looked through at once, when a whole page takes too long. */
const FIRST_SPAN = 500_000n;
const SHORTEST_SPAN = 2_000n;
const LONGEST_SPAN = 50_000_000n;

export interface Stretch {
  /** May be none, though more follow. */
  readonly events: readonly BinnacleEvent[];
  /** Nothing follows now. */
  readonly isLast: boolean;
}

export class PatientReader {
  private span: bigint | undefined;
  /** All up to here was read: `after` it or `before` it, by the order. */
  private place: bigint | undefined;

  /** @param query with `after` and `before` as the two ends, both excluded */
  constructor(
    private readonly archive: Pick<EventArchive, 'read'>,
    private readonly query: Omit<EventQuery, 'limit'>,
  ) {
    this.place = query.order === 'asc' ? query.after : query.before;
  }

  /** Where it is: the last `seq` looked at, on the way of the order. */
  get position(): bigint | undefined {
    return this.place;
  }

  /** @throws BinnacleError `query_too_slow` when even a short stretch takes too long */
  async next(limit: number): Promise<Stretch> {
    for (;;) {
      try {
        return this.span === undefined ? await this.page(limit) : await this.stretch(this.span, limit);
      } catch (error) {
        if (!(error instanceof BinnacleError) || error.code !== 'query_too_slow') throw error;
        if (this.span !== undefined && this.span <= SHORTEST_SPAN) throw error;
        this.span = this.span === undefined ? FIRST_SPAN : this.span / 8n;
      }
    }
  }

  private async page(limit: number): Promise<Stretch> {
    const events = await this.archive.read({ ...this.query, ...this.from(this.place), limit });
    this.place = events.at(-1)?.seq ?? this.place;
    return { events, isLast: events.length < limit };
  }

  private async stretch(span: bigint, limit: number): Promise<Stretch> {
    const ends = await this.ends();
    // Never past what is there: something may be committed behind it.
    if (!ends) return { events: [], isLast: true };
    const [first, last] = ends;
    const isUp = this.query.order === 'asc';
    const to = isUp ? lower(first + span, last) : higher(first - span, last);
    const bounds = isUp ? { after: first - 1n, before: to + 1n } : { after: to - 1n, before: first + 1n };
    const events = await this.archive.read({ ...this.query, ...bounds, limit });
    const isFull = events.length === limit;
    this.place = isFull ? events.at(-1)?.seq : to;
    if (!isFull && span < LONGEST_SPAN) this.span = span * 2n;
    return { events, isLast: !isFull && to === last };
  }

  /** The events next to the place and at the far end, whatever they are: days without any are not looked through. */
  private async ends(): Promise<[first: bigint, last: bigint] | undefined> {
    const { project, order, after, before } = this.query;
    const rest = { project, after, before, ...this.from(this.place), limit: 1 };
    const [first] = await this.archive.read({ ...rest, order });
    const [last] = await this.archive.read({ ...rest, order: order === 'asc' ? 'desc' : 'asc' });
    return first && last && [first.seq, last.seq];
  }

  private from(place: bigint | undefined): Pick<EventQuery, 'after' | 'before'> {
    if (place === undefined) return {};
    return this.query.order === 'asc' ? { after: place } : { before: place };
  }
}

const lower = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const higher = (a: bigint, b: bigint): bigint => (a > b ? a : b);
