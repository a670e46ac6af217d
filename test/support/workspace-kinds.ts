/** The workspaces agents may have, each with a key-value store as its agents see it, written by nothing of ours. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import Database from 'libsql';
import type { SeedKv } from './seed-agent.js';

type Value = Record<string, unknown>;

export const overHttp = (url: string, agent: string): SeedKv => {
  const base = `${url}/api/v1/workspaces/${agent}/kv`;
  const call = async (method: string, rest: string, value?: Value) => {
    const response = await fetch(`${base}${rest}`, {
      method,
      ...(value && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }),
    });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  };
  return {
    get: async (key) => (await call('GET', `/${key}`)) as Value | undefined,
    set: async (key, value) => void (await call('PUT', `/${key}`, value)),
    delete: async (key) => void (await call('DELETE', `/${key}`)),
    list: async (prefix) => ((await call('GET', `?prefix=${prefix}`)) as { data: { key: string }[] }).data,
  };
};

/** Not atomic, as an agent may write. */
export const inFolder = (folder: string): SeedKv => {
  const fileOf = (key: string) => `${path.join(folder, ...key.split(':'))}.json`;
  return {
    get: async (key) => {
      try {
        return JSON.parse(await readFile(fileOf(key), 'utf8')) as Value;
      } catch {
        return undefined;
      }
    },
    set: async (key, value) => {
      await mkdir(path.dirname(fileOf(key)), { recursive: true });
      await writeFile(fileOf(key), JSON.stringify(value));
    },
    delete: (key) => rm(fileOf(key), { force: true }),
    list: async (prefix) => {
      const names = await readdir(path.dirname(fileOf(`${prefix}x`))).catch(() => []);
      return names.filter((name) => name.endsWith('.json')).map((name) => ({ key: `${prefix}${name.slice(0, -5)}` }));
    },
  };
};

/** A file as the AgentFS specification 0.4 describes it (its SDK 0.6.4 made this table), used with plain SQLite as several processes may. */
const KV_STORE =
  'CREATE TABLE kv_store (key TEXT PRIMARY KEY, value TEXT NOT NULL, created_at INTEGER DEFAULT (unixepoch()), updated_at INTEGER DEFAULT (unixepoch()))';

export function inAgentFs(file: string): SeedKv {
  const use = <T>(work: (db: Database.Database) => T): T => {
    const db = new Database(file);
    try {
      db.exec('PRAGMA busy_timeout = 2000');
      return work(db);
    } finally {
      db.close();
    }
  };
  use((db) => db.exec(KV_STORE));
  return {
    get: async (key) => {
      const row = use((db) => db.prepare('SELECT value FROM kv_store WHERE key = ?').get(key)) as
        | { value: string }
        | undefined;
      return row && (JSON.parse(row.value) as Value);
    },
    set: async (key, value) =>
      void use((db) =>
        db
          .prepare(
            'INSERT INTO kv_store (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
          )
          .run(key, JSON.stringify(value)),
      ),
    delete: async (key) => void use((db) => db.prepare('DELETE FROM kv_store WHERE key = ?').run(key)),
    list: async (prefix) =>
      use((db) => db.prepare('SELECT key FROM kv_store WHERE substr(key, 1, ?) = ?').all(prefix.length, prefix)) as {
        key: string;
      }[],
  };
}
