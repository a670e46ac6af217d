import { EventBus } from '@binnacle/bus';
import { type BinnacleEvent, LifecycleError, matchesPatterns, parsePatterns } from '@binnacle/events';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Subscription } from 'rxjs';
import { DashboardOptions } from '../dashboard-options.js';
import { encodeRetry } from '../hub/frame-encoder.js';
import { openEventStream } from './open-event-stream.js';
import { type Painting, Picture } from './picture.js';

/** Types any painting may want; others wake nobody. */
const WATCHED = parsePatterns(['agent:*', 'question:*', 'user:*']);
const HEARTBEAT_MS = 15_000;

/**
 * Streams that show the newest state of what the database says, for pages outside the live hub: the inbox, messages of an agent. No
 * fold and no queue: an event only says that it is time to look again, so that a slow viewer misses frames and never content.
 */
@Injectable()
export class RepaintStreams implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('RepaintStreams');
  private readonly pictures = new Map<string, Picture>();
  private subscription: Subscription | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  private viewers = 0;

  constructor(
    private readonly bus: EventBus,
    private readonly options: DashboardOptions,
  ) {}

  onApplicationBootstrap(): void {
    const all = () => {
      for (const picture of this.pictures.values()) picture.change();
    };
    this.subscription = this.bus
      .batches({ name: 'repaint-streams', bound: 10_000, overflow: 'drop-oldest', onDropped: all })
      .subscribe((batch) => this.look(batch));
    this.heartbeat = setInterval(() => {
      for (const picture of this.pictures.values()) picture.beat();
    }, HEARTBEAT_MS);
  }

  beforeApplicationShutdown(): void {
    this.subscription?.unsubscribe();
    clearInterval(this.heartbeat);
    for (const picture of this.pictures.values()) picture.close();
  }

  /** Paints at once and at every change, until the viewer leaves. @throws LifecycleError `too_many_viewers` */
  open(reply: FastifyReply, painting: Painting): void {
    const limit = this.options.maxViewers;
    if (this.viewers >= limit) throw new LifecycleError('too_many_viewers', `${limit} pages are open`, { limit });
    const picture = this.pictures.get(painting.key) ?? new Picture(painting, (error) => this.told(error));
    this.pictures.set(painting.key, picture);
    const response = openEventStream(reply);
    this.viewers++;
    response.once('close', () => {
      this.viewers--;
      if (picture.remove(response) === 0) this.pictures.delete(painting.key);
    });
    response.write(encodeRetry());
    picture.add(response);
  }

  private look(batch: readonly BinnacleEvent[]): void {
    if (this.pictures.size === 0) return;
    const events = batch.filter((event) => matchesPatterns(WATCHED, event));
    if (events.length === 0) return;
    for (const picture of this.pictures.values()) if (events.some((event) => picture.wants(event))) picture.change();
  }

  private told(error: unknown): void {
    this.logger.warn({ err: error }, 'a part of a page could not be painted; the next change tries again');
  }
}
