import { EventBus, matching } from '@binnacle/bus';
import { LifecycleError } from '@binnacle/events';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { bufferTime, filter, retry, type Subscription } from 'rxjs';
import type { Question } from './question.js';
import { QuestionBook } from './question-book.js';

interface Waiter {
  readonly project: string;
  readonly id: string;
  resolve(): void;
}

/** Requests that may wait at once. */
export const MAX_WAITERS = 10_000;

/**
 * Long-polls: holds a request until its question is closed or the time is over. Only a memory of who waits; the table
 * decides. After a restart the client asks again and finds the answer there.
 */
@Injectable()
export class QuestionWaiters implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('QuestionWaiters');
  private readonly waiting = new Map<string, Set<Waiter>>();
  private count = 0;
  private subscription: Subscription | undefined;
  private stopping = false;

  constructor(
    private readonly bus: EventBus,
    private readonly questions: QuestionBook,
  ) {}

  onModuleInit(): void {
    this.subscription = this.bus
      .events({ name: 'question-waiters', bound: 100_000, overflow: 'drop-oldest', onDropped: () => void this.check() })
      .pipe(
        matching(
          'agent:resumed',
          'agent:completed',
          'agent:failed',
          'agent:cancelled',
          'question:expired',
          'question:withdrawn',
        ),
        filter(() => this.count > 0),
        bufferTime(2, undefined, 1_000),
        filter((events) => events.length > 0),
        retry(),
      )
      .subscribe(() => void this.check());
  }

  /** All waits end with the question as it is; the clients ask again at the next server. */
  beforeApplicationShutdown(): void {
    this.stopping = true;
    this.subscription?.unsubscribe();
    for (const waiter of this.all()) waiter.resolve();
  }

  /**
   * The question, at once when it is closed, else when it closes or `waitMs` is over or `signal` aborts.
   *
   * @throws BinnacleError `question_not_found`; LifecycleError `too_many_viewers`
   */
  async wait(project: string, idOrMsgId: string, waitMs: number, signal: AbortSignal): Promise<Question> {
    const question = await this.questions.find(project, idOrMsgId);
    if (question.state !== 'open' || waitMs <= 0 || this.stopping) return question;
    if (this.count >= MAX_WAITERS) {
      throw new LifecycleError(
        'too_many_viewers',
        `${this.count} requests wait for answers; the limit is ${MAX_WAITERS}`,
      );
    }
    await this.closed({ project, id: question.id }, waitMs, signal);
    return this.questions.find(project, question.id);
  }

  private closed(target: { project: string; id: string }, waitMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiter: Waiter = {
        ...target,
        resolve: () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', waiter.resolve);
          if (this.forget(waiter)) resolve();
        },
      };
      const timer = setTimeout(waiter.resolve, waitMs);
      signal.addEventListener('abort', waiter.resolve, { once: true });
      this.remember(waiter);
      // The row may have closed between reading it and waiting for it.
      void this.questions.find(target.project, target.id).then(
        ({ state }) => state !== 'open' && waiter.resolve(),
        () => waiter.resolve(),
      );
    });
  }

  private async check(): Promise<void> {
    const byProject = new Map<string, Waiter[]>();
    for (const waiter of this.all()) {
      const waiters = byProject.get(waiter.project);
      if (waiters) waiters.push(waiter);
      else byProject.set(waiter.project, [waiter]);
    }
    for (const [project, waiters] of byProject) {
      try {
        const found = await this.questions.findAll(project, [...new Set(waiters.map(({ id }) => id))]);
        const closed = new Set(found.filter(({ state }) => state !== 'open').map(({ id }) => id));
        for (const waiter of waiters) if (closed.has(waiter.id)) waiter.resolve();
      } catch (error) {
        // The wait's own end reads again; until then the request just waits.
        this.logger.warn({ err: error }, 'could not look for answers');
      }
    }
  }

  private all(): Waiter[] {
    return [...this.waiting.values()].flatMap((waiters) => [...waiters]);
  }

  private remember(waiter: Waiter): void {
    const key = `${waiter.project}/${waiter.id}`;
    const waiters = this.waiting.get(key) ?? new Set();
    this.waiting.set(key, waiters.add(waiter));
    this.count++;
  }

  private forget(waiter: Waiter): boolean {
    const key = `${waiter.project}/${waiter.id}`;
    const waiters = this.waiting.get(key);
    if (!waiters?.delete(waiter)) return false;
    if (waiters.size === 0) this.waiting.delete(key);
    this.count--;
    return true;
  }
}
