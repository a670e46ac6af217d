/**
 * Jest's global setup: one Postgres for every project and worker. Tests take databases of it by `createTestDatabase`.
 *
 * Jest runs this once for each project, as CommonJS and without its name mapping: nothing of ours may be imported here.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

interface SharedServer {
  /** Projects that were set up and not torn down. */
  users: number;
  readonly ready: Promise<{ adminUrl: string; template: string }>;
  stop(): Promise<void>;
}

export default async function globalSetup({ rootDir }: { rootDir: string }): Promise<void> {
  const holder = globalThis as { binnacleTestServer?: SharedServer };
  holder.binnacleTestServer ??= start(rootDir);
  holder.binnacleTestServer.users += 1;
  const { adminUrl, template } = await holder.binnacleTestServer.ready;
  process.env.BINNACLE_TEST_ADMIN_URL = adminUrl;
  process.env.BINNACLE_TEST_TEMPLATE = template;
}

function start(root: string): SharedServer {
  const script = 'test/support/postgres-server.mjs';
  const child = spawn(process.execPath, [script], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const firstLine = once(createInterface({ input: child.stdout }), 'line');
  const failed = ended.then(() => {
    throw new Error('the test database did not start; see the lines above');
  });
  failed.catch(() => {});
  return {
    users: 0,
    ready: Promise.race([firstLine.then(([line]) => JSON.parse(line)), failed]),
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
