import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PartFile } from './part-file.js';

describe('PartFile', () => {
  let folder: string;
  let target: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'binnacle-part-'));
    target = path.join(folder, 'a.dump');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const refusal = expect.objectContaining({ code: 'backup_exists' });

  it('has its name when it is finished, for its owner only', () => {
    const part = PartFile.create(target);
    writeFileSync(part.path, 'all of it');
    expect([part.bytes, existsSync(target)]).toEqual([9, false]);
    part.finish();
    part.discard();
    expect(readdirSync(folder)).toEqual(['a.dump']);
    if (process.platform !== 'win32') expect(statSync(target).mode & 0o777).toBe(0o600);
  });

  it('leaves nothing when it is discarded', () => {
    PartFile.create(target).discard();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses a file that is there, also one that came meanwhile, unless forced', () => {
    const part = PartFile.create(target);
    writeFileSync(target, 'precious');
    expect(() => part.finish()).toThrow(refusal);
    part.discard();
    expect(() => PartFile.create(target)).toThrow(refusal);
    expect(readFileSync(target, 'utf8')).toBe('precious');
    PartFile.create(target, true).finish();
    expect(readFileSync(target, 'utf8')).toBe('');
  });

  it('refuses while another one writes, unless forced', () => {
    PartFile.create(target);
    expect(() => PartFile.create(target)).toThrow(refusal);
    expect(() => PartFile.create(target)).toThrow(/a\.dump\.part exists: another backup/);
    PartFile.create(target, true).finish();
    expect(readdirSync(folder)).toEqual(['a.dump']);
  });

  it('names a folder that is not there', () => {
    expect(() => PartFile.create(path.join(folder, 'none', 'a'))).toThrow(/backup_failed: cannot write .*none/);
  });
});
