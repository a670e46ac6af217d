/** One suite for every store that a workspace may be kept in. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
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

const lengthOf = (value: unknown): number | undefined => (value as { text: string } | undefined)?.text.length;
