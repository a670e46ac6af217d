/** One suite for every store that a workspace may be kept in. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BinnacleError } from '@binnacle/events';
import { PrismaService } from '@binnacle/persistence';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { AgentFsStore } from './agentfs-store.js';
import { FolderStore } from './folder-store.js';
import { PostgresStore } from './postgres-store.js';
import type { WorkspaceStore } from './workspace-store.js';

describe.each(['Postgres', 'folder', 'AgentFS'] as const)('a workspace store in %s', (kind) => {
  let database: TestDatabase;
  let prisma: PrismaService;
  let folder: string;
  let count = 0;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'binnacle-store-'));
    database = await createTestDatabase();
    prisma = new PrismaService(database.url, { poolSize: 2 });
  });
  afterAll(async () => {
    await prisma?.$disconnect();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** An empty one, and the same as another process opens it. */
  const open = (): [WorkspaceStore, WorkspaceStore] => {
    const name = `workspace-${count++}`;
    const place = path.join(folder, name);
    if (kind === 'AgentFS') {
      const file = new Database(place);
      file.exec(
        'CREATE TABLE kv_store (key TEXT PRIMARY KEY, value TEXT NOT NULL, created_at INTEGER DEFAULT (unixepoch()), updated_at INTEGER DEFAULT (unixepoch()))',
      );
      file.close();
    }
    const make = () => {
      if (kind === 'Postgres') return new PostgresStore(prisma, { project: 'default', workspace: name });
      return kind === 'folder' ? new FolderStore(place) : new AgentFsStore(place);
    };
    return [make(), make()];
  };

  it('gives back what the other side has set, whatever JSON it is', async () => {
    const [mine, theirs] = open();
    const values = [
      { question: 'Größe? 🚢', options: ['a'], nested: { deep: [null, 1.5, true] } },
      'text',
      0,
      false,
      [],
    ];
    for (const value of values) {
      await mine.set('outbox:question:1a2b', value);
      expect(await theirs.get('outbox:question:1a2b')).toEqual(value);
    }
  });

  it('has nothing under a key that was not set, or is gone', async () => {
    const [mine, theirs] = open();
    expect(await mine.get('inbox:response:none')).toBeUndefined();
    await mine.set('inbox:response:a', { answer: 'yes' });
    await theirs.delete('inbox:response:a');
    await theirs.delete('inbox:response:a');
    expect(await mine.get('inbox:response:a')).toBeUndefined();
    expect(await mine.list('')).toEqual([]);
  });

  it('lists what begins with the prefix, and reads no sign in it as a pattern', async () => {
    const [mine, theirs] = open();
    for (const key of ['inbox:user_message:1', 'inbox:user_message:2', 'inbox:userXmessage:3', 'outbox:question:1'])
      await mine.set(key, {});
    expect((await theirs.list('inbox:user_message:')).sort()).toEqual(['inbox:user_message:1', 'inbox:user_message:2']);
    expect(await theirs.list('inbox:%')).toEqual([]);
    expect(await theirs.list('')).toHaveLength(4);
  });

  it('gives a whole value or none while the other side writes', async () => {
    const [mine, theirs] = open();
    const value = { text: 'x'.repeat(200_000) };
    let writing = true;
    const writes = (async () => {
      for (let turn = 0; turn < 30; turn++) await mine.set('inbox:response:big', value);
      writing = false;
    })();
    while (writing) expect([undefined, value.text.length]).toContain(lengthOf(await theirs.get('inbox:response:big')));
    await writes;
    expect(await theirs.get('inbox:response:big')).toEqual(value);
  });

  it('keeps apart what belongs to another workspace', async () => {
    const [[mine], [other]] = [open(), open()];
    await mine.set('inbox:response:a', { answer: 'mine' });
    expect(await other.get('inbox:response:a')).toBeUndefined();
  });
});

describe('a workspace in a folder', () => {
  it('finds nothing under what is no key, and nothing beside itself', async () => {
    const top = mkdtempSync(path.join(os.tmpdir(), 'binnacle-store-'));
    const store = new FolderStore(path.join(top, 'inside'));
    writeFileSync(path.join(top, 'secret.json'), '"beside"');
    for (const key of [
      '..:secret',
      '.:x',
      '../secret',
      'a:..:..:secret',
      '/etc/passwd',
      'a::b',
      '',
      'a/b',
      'a\0b',
      'a\\b',
    ]) {
      expect([key, await store.get(key).catch((error: BinnacleError) => error.code)]).toEqual([key, 'field_invalid']);
      await expect(store.set(key, 'mine')).rejects.toMatchObject({ code: 'field_invalid' });
      await expect(store.delete(key)).rejects.toMatchObject({ code: 'field_invalid' });
      expect(await store.list(`${key}:`)).toEqual([]);
    }
    expect(readFileSync(path.join(top, 'secret.json'), 'utf8')).toBe('"beside"');
    expect(readdirSync(top)).toEqual(['secret.json']);
    rmSync(top, { recursive: true });
  });

  it('follows no link out of it, neither to read nor to write', async () => {
    const top = mkdtempSync(path.join(os.tmpdir(), 'binnacle-store-'));
    try {
      const [inside, beside] = [path.join(top, 'inside'), path.join(top, 'beside')];
      mkdirSync(inside);
      mkdirSync(path.join(beside, 'response'), { recursive: true });
      const secret = path.join(beside, 'response', 'secret.json');
      writeFileSync(secret, '"beside"');
      symlinkSync(beside, path.join(inside, 'inbox'));
      symlinkSync(secret, path.join(inside, 'note.json'));
      symlinkSync(inside, path.join(top, 'named'));
      for (const folder of [inside, path.join(top, 'named')]) {
        const store = new FolderStore(folder);
        expect(await store.get('inbox:response:secret')).toBeUndefined();
        expect(await store.get('note')).toBeUndefined();
        await expect(store.set('inbox:response:mine', 1)).rejects.toMatchObject({ code: 'field_invalid' });
        await expect(store.set('inbox:new:mine', 1)).rejects.toMatchObject({ code: 'field_invalid' });
        await store.delete('inbox:response:secret');
        await store.set('own:key', folder);
        expect(await store.get('own:key')).toBe(folder);
      }
      expect(readdirSync(beside)).toEqual(['response']);
      expect(readdirSync(path.join(beside, 'response'))).toEqual(['secret.json']);
    } finally {
      rmSync(top, { recursive: true, force: true });
    }
  });
});

const lengthOf = (value: unknown): number | undefined => (value as { text: string } | undefined)?.text.length;
