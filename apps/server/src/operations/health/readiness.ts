import { DatabaseState, EventArchive, PostgresEventArchive } from '@binnacle/persistence';
import { messageOf } from '@binnacle/registry';
import { type BeforeApplicationShutdown, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HealthCheckService, type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';

/** A check that takes longer has failed: whoever asks gives up soon. */
const CHECK_TIMEOUT_MS = 2_000;
/** A commit is retried for 3 s and then refused: what waits longer without any being settled is stuck. */
export const STUCK_AFTER_MS = 15_000;

export interface Readiness {
  readonly ready: boolean;
  readonly checks: HealthIndicatorResult;
  /** The newest event; undefined when the database is away. */
  readonly lastSeq: bigint | undefined;
}

/** Whether events can be taken and answers be given now, part by part. */
@Injectable()
export class ReadinessService implements OnModuleDestroy, BeforeApplicationShutdown {
  private stopping = false;

  constructor(
    private readonly health: HealthCheckService,
    private readonly indicator: HealthIndicatorService,
    private readonly archive: EventArchive,
    private readonly database: DatabaseState,
  ) {}

  onModuleDestroy(): void {
    this.stopping = true;
  }

  beforeApplicationShutdown(): void {
    this.stopping = true;
  }

  async check(): Promise<Readiness> {
    let lastSeq: bigint | undefined;
    const { status, details } = await this.health
      .check([
        () =>
          this.attempt('database', async () => {
            lastSeq = await this.archive.head();
          }),
        () => this.attempt('migrations', () => this.database.assertCurrent()),
        () => this.attempt('ingest', async () => this.assertMoving()),
      ])
      .catch((error: { getResponse?(): { status: string; details: HealthIndicatorResult } }) => {
        // Terminus throws when a check is down; anything else is a fault of ours.
        if (!error.getResponse) throw error;
        return error.getResponse();
      });
    // Asked last: a stop may have begun while the others were looked at.
    const running = await this.attempt('process', async () => this.assertRunning());
    return {
      ready: status !== 'error' && running.process.status === 'up',
      checks: { ...details, ...running },
      lastSeq,
    };
  }

  private async attempt<Key extends string>(
    name: Key,
    check: () => Promise<void>,
  ): Promise<HealthIndicatorResult<Key>> {
    const session = this.indicator.check(name);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS / 1_000} s`)), CHECK_TIMEOUT_MS);
    });
    try {
      await Promise.race([check(), late]);
      return session.up();
    } catch (error) {
      return session.down(messageOf(error));
    } finally {
      clearTimeout(timer);
    }
  }

  private assertMoving(): void {
    if (!(this.archive instanceof PostgresEventArchive)) return;
    const { stalledMs, waiting } = this.archive;
    if (stalledMs > STUCK_AFTER_MS) {
      throw new Error(`${waiting} events wait, and none was committed for ${Math.round(stalledMs / 1_000)} s`);
    }
  }

  private assertRunning(): void {
    if (this.stopping) throw new Error('the server is stopping');
  }
}
