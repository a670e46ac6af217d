import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { JsonValue } from '@binnacle/events';
import { assertKey, isKey } from './workspace-keys.js';
import { MAX_KEYS, MAX_VALUE_BYTES, WorkspaceStore } from './workspace-store.js';

const SUFFIX = '.json';

/** A folder of JSON files: `outbox:question:1a2b` is `outbox/question/1a2b.json`. */
export class FolderStore extends WorkspaceStore {
  constructor(private readonly folder: string) {
    super();
  }

  async list(prefix: string): Promise<string[]> {
    const segments = prefix.split(':').slice(0, -1);
    if (segments.length > 0 && !isKey(segments.join(':'))) return [];
    const found: string[] = [];
    await this.walk(segments, found);
    return found.filter((key) => key.startsWith(prefix));
  }

  async get(key: string): Promise<JsonValue | undefined> {
    try {
      const file = this.fileOf(key);
      if ((await stat(file)).size > MAX_VALUE_BYTES) return undefined;
      const handle = await open(file, 'r');
      try {
        return JSON.parse(await handle.readFile('utf8')) as JsonValue;
      } finally {
        await handle.close();
      }
    } catch (error) {
      // Half-written by the agent at this moment, or gone.
      if (error instanceof SyntaxError || isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Atomically: the agent must not read half a value. */
  async set(key: string, value: JsonValue): Promise<void> {
    const file = this.fileOf(key);
    await mkdir(path.dirname(file), { recursive: true });
    const draft = `${file}.${randomUUID()}.tmp`;
    const handle = await open(draft, 'wx');
    try {
      await handle.writeFile(JSON.stringify(value));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  }

  async delete(key: string): Promise<void> {
    await rm(this.fileOf(key), { force: true });
  }

  async close(): Promise<void> {}

  private fileOf(key: string): string {
    assertKey(key);
    return `${path.join(this.folder, ...key.split(':'))}${SUFFIX}`;
  }

  private async walk(segments: readonly string[], found: string[]): Promise<void> {
    if (found.length >= MAX_KEYS) return;
    const entries = await readdir(path.join(this.folder, ...segments), { withFileTypes: true }).catch((error) => {
      if (isMissing(error)) return [];
      throw error;
    });
    for (const entry of entries) {
      const name = entry.isFile() && entry.name.endsWith(SUFFIX) ? entry.name.slice(0, -SUFFIX.length) : entry.name;
      const key = [...segments, name];
      if (!isKey(key.join(':'))) continue;
      // Links are not followed: they may lead out of the workspace.
      if (entry.isDirectory()) await this.walk(key, found);
      else if (entry.isFile() && entry.name.endsWith(SUFFIX)) found.push(key.join(':'));
    }
  }
}

const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException)?.code ?? '');
