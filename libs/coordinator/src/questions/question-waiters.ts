import { EventBus, matching } from '@binnacle/bus';
import { type BinnacleEvent, LifecycleError } from '@binnacle/events';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { bufferTime, filter, retry, type Subscription } from 'rxjs';
import type { Question } from './question.js';
import { QuestionBook } from './question-book.js';

interface Waiter {
  readonly project: string;
  readonly id: string;
  readonly agentId: string | null;
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
  /** Under their question, and under their agent, whose end closes what it left open. */
  private readonly waiting = new Map<string, Set<Waiter>>();
  private count = 0;
  private subscription: Subscription | undefined;
  private stopping = false;

  constructor(
    private readonly bus: EventBus,
    private readonly questions: QuestionBook,
  ) {}

  onModuleInit(): void {
    const checkAll = () => void this.check(this.all());
    this.subscription = this.bus
      .events({ name: 'question-waiters', bound: 100_000, overflow: 'drop-oldest', onDropped: checkAll })
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
      .subscribe((events) => void this.check(this.meantBy(events)));
  }

  /** No wait begins any more. */
  get isStopping(): boolean {
    return this.stopping;
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
    const { id, agentId } = question;
    await this.closed({ project, id, agentId }, waitMs, signal);
    return this.questions.find(project, id);
  }

  private closed(target: Omit<Waiter, 'resolve'>, waitMs: number, signal: AbortSignal): Promise<void> {
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

  private async check(waiters: ReadonlySet<Waiter>): Promise<void> {
    for (const project of new Set([...waiters].map((waiter) => waiter.project))) {
      const ofProject = [...waiters].filter((waiter) => waiter.project === project);
      try {
        const found = await this.questions.findAll(project, [...new Set(ofProject.map(({ id }) => id))]);
        const closed = new Set(found.filter(({ state }) => state !== 'open').map(({ id }) => id));
        for (const waiter of ofProject) if (closed.has(waiter.id)) waiter.resolve();
      } catch (error) {
        // The wait's own end reads again; until then the request just waits.
        this.logger.warn({ err: error }, 'could not look for answers');
      }
    }
  }

  /** Those whose question may have closed: with ten thousand that wait, most events are about none of them. */
  private meantBy(events: readonly BinnacleEvent[]): Set<Waiter> {
    const found = new Set<Waiter>();
    for (const { project, agentId, parentId, payload } of events) {
      const named = [parentId, (payload as { question_id?: unknown }).question_id];
      const keys = named.flatMap((id) => (typeof id === 'string' ? [questionKey(project, id)] : []));
      for (const key of [...keys, agentKey(project, agentId)])
        for (const waiter of this.waiting.get(key) ?? []) found.add(waiter);
    }
    return found;
  }

  private all(): Set<Waiter> {
    return new Set([...this.waiting.values()].flatMap((waiters) => [...waiters]));
  }

  private remember(waiter: Waiter): void {
    for (const key of keysOf(waiter)) {
      const waiters = this.waiting.get(key) ?? new Set();
      this.waiting.set(key, waiters.add(waiter));
    }
    this.count++;
  }

  private forget(waiter: Waiter): boolean {
    let known = false;
    for (const key of keysOf(waiter)) {
      const waiters = this.waiting.get(key);
      known = waiters?.delete(waiter) || known;
      if (waiters?.size === 0) this.waiting.delete(key);
    }
    if (known) this.count--;
    return known;
  }
}

const questionKey = (project: string, id: string): string => `q/${project}/${id}`;
const agentKey = (project: string, agentId: string | null): string => `a/${project}/${agentId ?? ''}`;
const keysOf = ({ project, id, agentId }: Waiter): string[] => [questionKey(project, id), agentKey(project, agentId)];
