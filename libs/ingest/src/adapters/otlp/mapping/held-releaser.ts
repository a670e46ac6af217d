import { LifecycleError } from '@binnacle/events';
import { type ArchiveTransaction, EventArchive } from '@binnacle/persistence';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AcceptService } from '../../../accept.service.js';
import { HeldBack } from './held-back.js';
import { OtlpMapperOptions } from './otlp-mapper-options.js';
import { eventsOf } from './own-nodes.js';
import { type FoundOwner, ownerOf } from './owner-of.js';
import { isSum } from './records-read.js';
import { due, expired, forget, readAround, sessionsWithCalls, take } from './trace-ledger.js';
import { keyOf, type OpenNode } from './trace-node.js';

const LOOK_MS = 500;
/** While nothing is held here: another process may have ended and left something. */
const IDLE_LOOK_MS = 5_000;
const FORGET_EVERY_MS = 10 * 60_000;
const AT_ONCE = 1_000;

/** Archives what was held back long enough, with what is known by then: also what a process before this one held. */
@Injectable()
export class HeldReleaser implements OnApplicationBootstrap, OnModuleDestroy {
  readonly held: HeldBack;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;
  private forgotAt = 0;

  constructor(
    private readonly acceptance: AcceptService,
    private readonly archive: EventArchive,
    private readonly options: OtlpMapperOptions,
  ) {
    this.held = new HeldBack(options);
  }

  added(all: Parameters<HeldBack['add']>[0]): void {
    if (all.length === 0) return;
    this.held.add(all);
    if (!this.running) this.lookIn(LOOK_MS);
  }

  onApplicationBootstrap(): void {
    this.lookIn(0);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private lookIn(ms: number): void {
    clearTimeout(this.timer);
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.look()
        .catch((error: unknown) => this.failed(error))
        .finally(() => {
          this.running = undefined;
          this.lookIn(this.held.count > 0 ? LOOK_MS : IDLE_LOOK_MS);
        });
    }, ms);
    this.timer.unref();
  }

  private async look(): Promise<void> {
    const { projects, count, bytes } = await this.run((transaction) => due(transaction, now()));
    for (const project of projects) {
      if (this.stopped) return;
      await this.acceptance.acceptBeside({ project, door: 'otlp-held', sizeIsSafe: true }, async (transaction) => {
        const nodes = await expired(transaction, project, now(), AT_ONCE);
        return { items: await this.eventsOf(transaction, project, nodes), value: undefined };
      });
    }
    this.held.set(count, bytes);
    if (Date.now() - this.forgotAt > FORGET_EVERY_MS) {
      const before = new Date(Date.now() - this.options.rememberMs).toISOString();
      await this.run((transaction) => forget(transaction, before));
      this.forgotAt = Date.now();
    }
  }

  private async eventsOf(transaction: ArchiveTransaction, project: string, nodes: readonly OpenNode[]) {
    const above = new Map(
      (await readAround(transaction, project, nodes, 0)).map((node) => [keyOf(node), node] as const),
    );
    const owned = nodes.map((node): readonly [OpenNode, FoundOwner] => [
      node,
      ownerOf(node, (nodeId) => above.get(keyOf({ ...node, nodeId }))),
    ]);
    await take(transaction, project, nodes);
    const sums = owned.filter(([node]) => isSum(node)).map(([, { sessionId }]) => sessionId ?? '');
    const told = await sessionsWithCalls(transaction, project, [...new Set(sums)]);
    const wanted = owned.filter(([node, { sessionId }]) => !isSum(node) || !told.has(sessionId ?? ''));
    return eventsOf(transaction, project, wanted);
  }

  private async run<T>(work: (transaction: ArchiveTransaction) => Promise<T>): Promise<T> {
    const { value } = await this.archive.transact({
      prepare: async (transaction) => ({ events: [], value: await work(transaction) }),
    });
    return value;
  }

  /** What waits is still there, and looked for again. */
  private failed(error: unknown): void {
    if (!(error instanceof LifecycleError))
      new Logger('Telemetry').error({ err: error }, 'releasing held records failed');
  }
}

const now = (): string => new Date().toISOString();
