/**
 * A Postgres of the system, with pg_dump, for tests of backup: the embedded one ships none. Without one the tests are
 * skipped, loudly, on a developer's machine, and fail in CI.
 */
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe } from '@jest/globals';
import pg from 'pg';
import { type PostgresTools, toolsIn } from '../../libs/persistence/src/backup/postgres-tools.js';
import { toolFolders } from '../../libs/persistence/src/backup/tool-folders.js';
import { type Cluster, clusterAt, clusterPathOf } from '../../libs/persistence/src/embedded/cluster.js';
import { freePort } from '../../libs/persistence/src/embedded/free-port.js';
import { initCluster } from '../../libs/persistence/src/embedded/init-cluster.js';
import { launchServer } from '../../libs/persistence/src/embedded/launch-server.js';
import type { RunningServer } from '../../libs/persistence/src/embedded/running-server.js';
import { serverUrl } from '../../libs/persistence/src/embedded/server-url.js';
import { serverUser } from '../../libs/persistence/src/embedded/server-user.js';
import { stopServer } from '../../libs/persistence/src/embedded/stop-server.js';

const OLDEST = 15;
const SETTINGS = { fsync: 'off', full_page_writes: 'off', max_connections: '100' };
const program = (folder: string, name: string) =>
  path.join(folder, process.platform === 'win32' ? `${name}.exe` : name);

/** The newest complete installation. */
export function findSystemPostgres(): PostgresTools | undefined {
  return toolsIn(toolFolders())
    .filter(({ folder, major }) => major >= OLDEST && existsSync(program(folder, 'initdb')))
    .sort((a, b) => b.major - a.major)[0];
}

export function describeSystemPostgres(name: string, body: (tools: PostgresTools) => void): void {
  const tools = findSystemPostgres();
  if (tools) {
    describe(name, () => body(tools));
    return;
  }
  const missing = `no Postgres ${OLDEST} or newer with initdb and pg_dump found: install the package postgresql`;
  if (process.env.CI === 'true') throw new Error(missing);
  console.warn(`SKIPPED "${name}": ${missing}`);
  describe.skip(name, () => body({ folder: '', dump: '', restore: '', version: '', major: 0 }));
}

/** Its server, in a folder of its own, with the user and the launch of the embedded one. */
export class SystemPostgres {
  private constructor(
    private readonly dataDir: string,
    private readonly cluster: Cluster,
    private readonly server: RunningServer,
  ) {}

  static async start({ folder }: PostgresTools): Promise<SystemPostgres> {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'binnacle-system-postgres-'));
    // An older initdb walks down to its folder, as a user who must be let through.
    chmodSync(dataDir, 0o755);
    const [postgres, initdb, pgCtl] = ['postgres', 'initdb', 'pg_ctl'].map((name) => program(folder, name));
    const binaries = { postgres, initdb, pgCtl } as Cluster['binaries'];
    const cluster = clusterAt(dataDir, serverUser(clusterPathOf(dataDir)), binaries);
    await initCluster(cluster);
    const server = await launchServer(cluster, { port: await freePort(), settings: SETTINGS, timeoutMs: 60_000 });
    return new SystemPostgres(dataDir, cluster, server);
  }

  /** As superuser. */
  url(database = 'postgres'): string {
    return serverUrl(this.cluster, this.server.port, database);
  }

  /** As superuser. */
  async query(sql: string, database?: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.url(database) });
    await client.connect();
    try {
      const result = await client.query(sql);
      return result.rows;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    await stopServer(this.server, this.cluster);
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
