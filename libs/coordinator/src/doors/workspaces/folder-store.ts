import { randomUUID } from 'node:crypto';
import { lstat, mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { BinnacleError, type JsonValue } from '@binnacle/events';
import { assertKey, isKey } from './workspace-keys.js';
import { MAX_KEYS, MAX_VALUE_BYTES, WorkspaceStore } from './workspace-store.js';

const SUFFIX = '.json';

/**
 * A folder of JSON files: `outbox:question:1a2b` is `outbox/question/1a2b.json`. Links in it are not followed: an agent that may
 * read less than the server could have it read, or write, beside the workspace. The folder itself may be one.
 */
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
      const found = await lstat(file);
      if (!found.isFile() || found.size > MAX_VALUE_BYTES || !(await this.isInside(file))) return undefined;
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
    await mkdir(this.folder, { recursive: true });
    if (!(await this.isInside(file))) throw outside(key);
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
    const file = this.fileOf(key);
    if (await this.isInside(file)) await rm(file, { force: true });
  }

  async close(): Promise<void> {}

  private fileOf(key: string): string {
    assertKey(key);
    return `${path.join(this.folder, ...key.split(':'))}${SUFFIX}`;
  }

  /** Looked at on the way to the nearest folder that there is. */
  private async isInside(file: string): Promise<boolean> {
    const root = await realpath(this.folder).catch(() => undefined);
    if (root === undefined) return false;
    for (let at = path.dirname(file); ; at = path.dirname(at)) {
      const real = await realpath(at).catch(() => undefined);
      if (real !== undefined) return real === root || real.startsWith(root + path.sep);
    }
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
      if (entry.isDirectory()) await this.walk(key, found);
      else if (entry.isFile() && entry.name.endsWith(SUFFIX)) found.push(key.join(':'));
    }
  }
}

const outside = (key: string) =>
  new BinnacleError('field_invalid', `the key ${JSON.stringify(key)} leads out of the workspace by a link`, {
    field: 'key',
  });

const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException)?.code ?? '');
