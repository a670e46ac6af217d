import { EventBus } from '@binnacle/bus';
import { matchesPatterns } from '@binnacle/events';
import { PrismaService } from '@binnacle/persistence';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { v7 as uuidv7 } from 'uuid';
import { AnswerTokens } from '../answers/answer-tokens.js';
import type { Channel } from '../channels/channel.js';
import { OutgoingHttp } from '../outgoing/outgoing-http.js';
import { Attempt } from './attempt.js';
import type { Delivery } from './delivery.js';
import { DeliveryBook, LEASE_SECONDS } from './delivery-book.js';
import { Planner, WATCHED } from './planner.js';

const TICK_MS = 1_000;
/** Events are planned as they come; this often also those of which the bus lost the news. */
const PLAN_EVERY_TICKS = 5;
const FORGET_EVERY_TICKS = 3_600;
/** Attempts that run at once, for all channels and for one: a target that hangs keeps no other waiting. */
const AT_ONCE = 64;
const AT_ONCE_OF_CHANNEL = 4;
/** Attempts under way may end; then they are cut off, and made again after the next start. */
const STOP_MS = 3_000;

/**
 * Plans and sends what rules want. Everything it knows is in the database: it goes on after a stop or a kill where it was, and
 * several servers share the work.
 */
@Injectable()
export class Dispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Notifications');
  private readonly underWay = new Map<string, Set<Promise<void>>>();
  private subscription: Subscription | undefined;
  private timer: NodeJS.Timeout | undefined;
  private turning: Promise<void> | undefined;
  private ticks = 0;
  private hasNews = true;
  private isStopping = false;

  constructor(
    private readonly bus: EventBus,
    private readonly prisma: PrismaService,
    private readonly planner: Planner,
    private readonly book: DeliveryBook,
    private readonly attempts: Attempt,
    private readonly tokens: AnswerTokens,
    private readonly http: OutgoingHttp,
  ) {}

  onApplicationBootstrap(): void {
    const news = () => {
      this.hasNews = true;
      this.turn();
    };
    this.subscription = this.bus
      .batches({ name: 'notifications', bound: 10_000, overflow: 'drop-oldest', onDropped: news })
      .subscribe((batch) => {
        if (batch.some((event) => matchesPatterns(WATCHED, event))) news();
      });
    this.timer = setInterval(() => {
      this.ticks++;
      if (this.ticks % PLAN_EVERY_TICKS === 0) this.hasNews = true;
      this.turn();
    }, TICK_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    this.subscription?.unsubscribe();
    await this.turning;
    const rest = [...this.underWay.values()].flatMap((attempts) => [...attempts]);
    const cut = setTimeout(() => this.http.stop(), STOP_MS);
    await Promise.allSettled(rest);
    clearTimeout(cut);
  }

  /** Sends a sample, and says what became of it. */
  async test({ project, id: channelId }: Channel): Promise<Delivery> {
    const now = new Date();
    const [id, subjectId] = [uuidv7(), `test-${uuidv7()}`];
    const row = {
      project,
      id,
      ruleId: '',
      step: 0,
      channelId,
      event: 'test',
      subjectId,
      eventId: subjectId,
      attempts: 1,
    };
    const nextAt = new Date(now.getTime() + LEASE_SECONDS * 1_000);
    const delivery = await this.prisma.notificationDelivery.create({ data: { ...row, dueAt: now, nextAt } });
    await this.attempts.test(delivery as Delivery);
    return (await this.prisma.notificationDelivery.findUniqueOrThrow({
      where: { project_id: { project, id } },
    })) as Delivery;
  }

  private turn(): void {
    if (this.isStopping || this.turning) return;
    this.turning = this.work()
      .catch((error) => this.logger.warn({ err: error }, 'notifications could not be looked at; they are in a second'))
      .finally(() => {
        this.turning = undefined;
        // What came while this turn was under way.
        if (this.hasNews && !this.isStopping) setImmediate(() => this.turn());
      });
  }

  private async work(): Promise<void> {
    if (this.hasNews) {
      this.hasNews = false;
      await this.planner.plan().catch((error) => {
        this.logger.warn({ err: error }, 'notifications could not be planned; they are in some seconds');
      });
    }
    await this.send();
    if (this.ticks % FORGET_EVERY_TICKS !== 1) return;
    this.ticks++;
    await Promise.all([this.book.forget(), this.tokens.forget()]);
  }

  private async send(): Promise<void> {
    for (const target of await this.book.targets(AT_ONCE)) {
      const key = `${target.project} ${target.channelId}`;
      const running = this.underWay.get(key) ?? new Set();
      const free = Math.min(AT_ONCE_OF_CHANNEL - running.size, AT_ONCE - this.count());
      if (free <= 0) continue;
      this.underWay.set(key, running);
      for (const delivery of await this.book.take(target, free)) this.start(key, running, delivery);
      if (running.size === 0) this.underWay.delete(key);
    }
  }

  private start(key: string, running: Set<Promise<void>>, delivery: Delivery): void {
    const attempt = this.attempts
      .make(delivery)
      .catch((error) => this.logger.warn({ err: error, delivery: delivery.id }, 'a notification could not be noted'))
      .finally(() => {
        running.delete(attempt);
        if (running.size === 0) this.underWay.delete(key);
        // There may be more for the channel.
        this.turn();
      });
    running.add(attempt);
  }

  private count(): number {
    return [...this.underWay.values()].reduce((sum, { size }) => sum + size, 0);
  }
}
