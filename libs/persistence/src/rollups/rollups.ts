/**
 * Keeps `rollups` and `entities` in step with the events, a second behind at most while there is time for it. Ingest goes
 * first: after each batch it rests three times as long as the batch took.
 *
 * Not the place to read them: `readStats` and `readEntities`, after `catchUp`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PrismaService } from '../prisma.service.js';
import { type Folded, foldStatement } from './fold-sql.js';

const BATCH_EVENTS = 5_000;
const EVERY_MS = 1_000;
const REST_FACTOR = 3;

export class Rollups {
  private readonly stopping = new AbortController();
  private loop: Promise<void> | undefined;

  constructor(
    /** A pool of its own, so that a long chart never holds it up. */
    private readonly database: PrismaService,
    private readonly notice: (message: string) => void = () => {},
    private readonly everyMs = EVERY_MS,
  ) {}

  start(): void {
    this.loop ??= this.run();
  }

  /** Ends after the batch under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
  }

  /**
   * Folds a project's events up to its newest, without resting, for at most `limitMs`.
   *
   * @returns the `seq` it is folded through
   */
  async catchUp(project: string, limitMs = 2_000): Promise<bigint> {
    const deadline = Date.now() + limitMs;
    while (!this.stopping.signal.aborted && Date.now() < deadline) {
      if ((await this.fold(project)).count < BATCH_EVENTS) break;
    }
    const row = await this.database.project.findUnique({ where: { project } });
    return row?.foldedSeq ?? 0n;
  }

  private async run(): Promise<void> {
    let head = -1n;
    while (!this.stopping.signal.aborted) {
      try {
        const now = (await this.database.archiveHead.findFirst())?.lastSeq ?? 0n;
        if (now !== head) await this.foldAll();
        head = now;
      } catch (error) {
        head = -1n;
        if (!this.stopping.signal.aborted) this.notice(`rollups: ${(error as Error).message}`);
      }
      await this.rest(this.everyMs);
    }
  }

  private async foldAll(): Promise<void> {
    const behind = await this.database.$queryRaw<{ project: string }[]>`
      SELECT project FROM projects WHERE EXISTS (
        SELECT 1 FROM events WHERE events.project = projects.project AND seq > folded_seq)`;
    for (const { project } of behind) {
      for (let count = BATCH_EVENTS; count === BATCH_EVENTS && !this.stopping.signal.aborted; ) {
        const started = Date.now();
        count = (await this.fold(project)).count;
        await this.rest(REST_FACTOR * (Date.now() - started));
      }
    }
  }

  private async fold(project: string): Promise<Folded> {
    const [folded] = await this.database.$queryRaw<Folded[]>(foldStatement(project, BATCH_EVENTS));
    return folded ?? { count: 0, lastSeq: null };
  }

  private rest(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.stopping.signal, ref: false }).catch(() => {});
  }
}
