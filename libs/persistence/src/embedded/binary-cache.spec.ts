import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cachedCopy } from './binary-cache.js';

const asRoot = process.getuid?.() === 0 ? it : it.skip;

describe('cachedCopy', () => {
  let folder: string;
  let source: string;
  let cache: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'binnacle-copy-'));
    source = path.join(folder, 'native');
    cache = path.join(folder, 'cache');
    mkdirSync(path.join(source, 'bin'), { recursive: true, mode: 0o700 });
    writeFileSync(path.join(source, 'bin/postgres'), 'program', { mode: 0o700 });
    writeFileSync(path.join(source, 'share'), 'text', { mode: 0o600 });
    symlinkSync('postgres', path.join(source, 'bin/link'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('copies files and links so that every user may read and run them', () => {
    const copy = cachedCopy(source, 'linux-1', cache);
    expect(readFileSync(path.join(copy, 'bin/postgres'), 'utf8')).toBe('program');
    expect(readlinkSync(path.join(copy, 'bin/link'))).toBe('postgres');
    const modes = ['.', 'bin', 'bin/postgres', 'share'].map((name) => statSync(path.join(copy, name)).mode & 0o777);
    expect(modes).toEqual([0o755, 0o755, 0o755, 0o644]);
  });

  it('copies once, per key', () => {
    const copy = cachedCopy(source, 'linux-1', cache);
    const { ino } = statSync(copy);
    expect([cachedCopy(source, 'linux-1', cache), statSync(copy).ino]).toEqual([copy, ino]);
    expect(cachedCopy(source, 'linux-2', cache)).not.toBe(copy);
  });

  it.each([
    ['was cut short', (copy: string) => writeFileSync(path.join(copy, 'bin/postgres'), 'prog')],
    ['lacks a file', (copy: string) => rmSync(path.join(copy, 'share'))],
    ['was never finished', (copy: string) => rmSync(path.join(copy, 'binnacle-copy.json'))],
  ])('replaces a copy that %s', (_, damage) => {
    const copy = cachedCopy(source, 'linux-1', cache);
    damage(copy);
    expect(cachedCopy(source, 'linux-1', cache)).toBe(copy);
    expect(readFileSync(path.join(copy, 'bin/postgres'), 'utf8')).toBe('program');
    expect(existsSync(path.join(copy, 'share'))).toBe(true);
  });

  it('refuses a cache that others may write to', () => {
    mkdirSync(cache);
    chmodSync(cache, 0o777);
    expect(() => cachedCopy(source, 'linux-1', cache)).toThrow(/belongs to another user or is writable for others/);
  });

  asRoot('refuses a cache and a copy that belong to another user', () => {
    const copy = cachedCopy(source, 'linux-1', cache);
    chownSync(copy, 65_534, 65_534);
    expect(() => cachedCopy(source, 'linux-1', cache)).toThrow(/database_start_failed/);
    chownSync(cache, 65_534, 65_534);
    expect(() => cachedCopy(source, 'linux-2', cache)).toThrow(/database_start_failed/);
  });
});
