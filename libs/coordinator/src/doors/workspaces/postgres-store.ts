import { BinnacleError, type JsonValue } from '@binnacle/events';
import type { PrismaService } from '@binnacle/persistence';
import { MAX_KEYS, WorkspaceStore } from './workspace-store.js';

interface Named {
  readonly project: string;
  readonly workspace: string;
}

/** A workspace in the table `workspace_entries`, reached by agents over HTTP. */
export class PostgresStore extends WorkspaceStore {
  constructor(
    private readonly prisma: PrismaService,
    private readonly named: Named,
  ) {
    super();
  }

  async list(prefix: string): Promise<string[]> {
    const { project, workspace } = this.named;
    const rows = await this.prisma.$queryRaw<{ key: string }[]>`
      SELECT key FROM workspace_entries
      WHERE project = ${project} AND workspace = ${workspace} AND starts_with(key, ${prefix}) ORDER BY key LIMIT ${MAX_KEYS}`;
    return rows.map(({ key }) => key);
  }

  async get(key: string): Promise<JsonValue | undefined> {
    const { project, workspace } = this.named;
    const rows = await this.prisma.$queryRaw<{ value: JsonValue }[]>`
      SELECT value FROM workspace_entries WHERE project = ${project} AND workspace = ${workspace} AND key = ${key}`;
    return rows[0]?.value;
  }

  /** @throws BinnacleError `workspace_full` */
  async set(key: string, value: JsonValue): Promise<void> {
    const { project, workspace } = this.named;
    const written = await this.prisma.$executeRaw`
      INSERT INTO workspace_entries (project, workspace, key, value, updated_at)
      SELECT ${project}, ${workspace}, ${key}, ${JSON.stringify(value)}::jsonb, now()
      WHERE (SELECT count(*) FROM workspace_entries WHERE project = ${project} AND workspace = ${workspace}) < ${MAX_KEYS}
        OR EXISTS (SELECT 1 FROM workspace_entries WHERE project = ${project} AND workspace = ${workspace} AND key = ${key})
      ON CONFLICT (project, workspace, key) DO UPDATE SET value = EXCLUDED.value, updated_at = EXCLUDED.updated_at`;
    if (written > 0) return;
    throw new BinnacleError('workspace_full', `the workspace has ${MAX_KEYS} keys; the limit is ${MAX_KEYS}`, {
      limit: MAX_KEYS,
    });
  }

  async delete(key: string): Promise<void> {
    const { project, workspace } = this.named;
    await this.prisma.$executeRaw`
      DELETE FROM workspace_entries WHERE project = ${project} AND workspace = ${workspace} AND key = ${key}`;
  }

  async close(): Promise<void> {}
}
