import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DirectoryLock } from './directory-lock.js';
import { startTimeOf } from './process-identity.js';

describe('DirectoryLock', () => {
  let directory: string;
  let file: string;
  const write = (holder: object | string) =>
    writeFileSync(file, typeof holder === 'string' ? holder : JSON.stringify(holder));
  const self = { pid: process.pid, startTime: startTimeOf(process.pid), host: hostname() };
  const dead = spawnSync('true').pid;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'binnacle-lock-'));
    file = path.join(directory, 'binnacle.lock');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('is held until released, and leaves no file behind', async () => {
    const lock = await DirectoryLock.acquire(directory);
    await expect(DirectoryLock.acquire(directory)).rejects.toMatchObject({
      code: 'database_start_failed',
      context: { pid: process.pid, host: hostname() },
    });
    lock.release();
    (await DirectoryLock.acquire(directory)).release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it.each<[string, object | string]>([
    ['a process that is gone', { ...self, pid: dead }],
    ['an earlier process with a pid that is used again', { ...self, startTime: 'earlier' }],
    ['nobody: it is damaged', '{"pid":'],
  ])('is taken from %s', async (_, holder) => {
    write(holder);
    (await DirectoryLock.acquire(directory)).release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('goes to one of many that find it stale at once', async () => {
    write({ ...self, pid: dead });
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => DirectoryLock.acquire(directory)));
    const locks = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(locks).toHaveLength(1);
    locks[0]?.release();
  });

  describe('held on another host, where pids mean nothing here', () => {
    const foreign = { ...self, host: 'elsewhere' };

    it('is refused while its heartbeat goes on', async () => {
      write(foreign);
      const beat = setInterval(() => utimesSync(file, new Date(), new Date()), 5);
      await expect(DirectoryLock.acquire(directory, 60)).rejects.toThrow(/in use by process \d+ on elsewhere/);
      clearInterval(beat);
    });

    it('is taken when the heartbeat has stopped, or stops', async () => {
      write(foreign);
      utimesSync(file, new Date(0), new Date(0));
      (await DirectoryLock.acquire(directory)).release();
      write(foreign);
      (await DirectoryLock.acquire(directory, 30)).release();
    });
  });

  it('does not release what another process took over meanwhile', async () => {
    const lock = await DirectoryLock.acquire(directory);
    write({ ...self, host: 'elsewhere' });
    lock.release();
    expect(existsSync(file)).toBe(true);
  });
});
