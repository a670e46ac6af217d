import type { JsonValue } from '@binnacle/events';
import Database from 'libsql';
import { MAX_KEYS, MAX_VALUE_BYTES, WorkspaceStore } from './workspace-store.js';

/** How long a look waits for the agent's own write, in ms. The call blocks the process: short. */
const BUSY_MS = 20;

/**
 * The key-value part of an AgentFS file (specification 0.4): table `kv_store`, values as JSON. Opened for each look and closed after
 * it, so that no lock is held between two. A file that is locked is looked at again later.
 */
export class AgentFsStore extends WorkspaceStore {
  constructor(private readonly file: string) {
    super();
  }

  async list(prefix: string): Promise<string[]> {
    const select = 'SELECT key FROM kv_store WHERE substr(key, 1, ?) = ? ORDER BY key LIMIT ?';
    return this.look([], (db) =>
      (db.prepare(select).all(prefix.length, prefix, MAX_KEYS) as { key: string }[]).map(({ key }) => key),
    );
  }

  async get(key: string): Promise<JsonValue | undefined> {
    const select = 'SELECT value FROM kv_store WHERE key = ? AND length(value) <= ?';
    const row = this.look(
      undefined,
      (db) => db.prepare(select).get(key, MAX_VALUE_BYTES) as { value: string } | undefined,
    );
    try {
      return row && (JSON.parse(row.value) as JsonValue);
    } catch {
      return undefined;
    }
  }

  async set(key: string, value: JsonValue): Promise<void> {
    this.with((db) =>
      db
        .prepare(
          'INSERT INTO kv_store (key, value, updated_at) VALUES (?, ?, unixepoch()) ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at',
        )
        .run(key, JSON.stringify(value)),
    );
  }

  async delete(key: string): Promise<void> {
    this.with((db) => db.prepare('DELETE FROM kv_store WHERE key = ?').run(key));
  }

  async close(): Promise<void> {}

  /** What can't be read now is not there, until the next look. */
  private look<T>(absent: T, work: (db: Database.Database) => T): T {
    try {
      return this.with(work);
    } catch (error) {
      if (isForLater(error)) return absent;
      throw error;
    }
  }

  private with<T>(work: (db: Database.Database) => T): T {
    const db = new Database(this.file, { fileMustExist: true, timeout: BUSY_MS } as Database.Options);
    try {
      db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
      return work(db);
    } finally {
      db.close();
    }
  }
}

/** Locked, not there yet, or its agent has not made the table. */
const isForLater = (error: unknown): boolean =>
  error instanceof Error && /locked|busy|unable to open|does not exist|no such table/i.test(error.message);
