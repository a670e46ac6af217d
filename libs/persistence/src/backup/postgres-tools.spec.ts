import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { toolsIn, versionIn } from './postgres-tools.js';
import { toolFolders } from './tool-folders.js';

const onUnix = process.platform === 'win32' ? describe.skip : describe;

describe('versionIn', () => {
  it.each([
    ['pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)', '15.18'],
    ['pg_restore (PostgreSQL) 18beta1', '18beta1'],
    ['Usage: something else', undefined],
  ])('%s', (text, version) => expect(versionIn(text)).toBe(version));
});

onUnix('where the tools are', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'binnacle-tools-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const install = (name: string, version: string, programs = ['pg_dump', 'pg_restore']) => {
    const folder = path.join(root, name, 'bin');
    mkdirSync(folder, { recursive: true });
    for (const program of programs) {
      writeFileSync(path.join(folder, program), `#!/bin/sh\necho "${program} (PostgreSQL) ${version}"\n`, {
        mode: 0o755,
      });
    }
    return folder;
  };
  const found = (folders: readonly string[]) => toolsIn(folders).map(({ folder, major }) => [folder, major]);

  it('PATH comes first, then the usual places, newest version first', () => {
    const [nine, fifteen, eighteen] = [install('9', '9.6.1'), install('15', '15.2'), install('18', '18.0')];
    const env = { PATH: ['/on/the/path', fifteen].join(path.delimiter) };
    expect(toolFolders(env, [`${root}/*/bin`, '/plain'])).toEqual(['/on/the/path', fifteen, eighteen, nine, '/plain']);
    expect(toolFolders({}, [`${root}/1*/bin`, '/no/such/*/bin'])).toEqual([eighteen, fifteen]);
  });

  it('takes folders that have both programs, of one version, and that run', () => {
    const good = install('15', '15.2');
    const half = install('half', '16.0', ['pg_dump']);
    const mixed = install('mixed', '16.0', ['pg_dump']);
    install('mixed', '17.0', ['pg_restore']);
    const other = install('other', 'x');
    expect(found([half, good, mixed, other, '/no/such/folder'])).toEqual([[good, 15]]);
  });

  it('counts one installation once, and passes over a script that chooses by itself', () => {
    const good = install('15', '15.2');
    const links = path.join(root, 'links');
    symlinkSync(good, links);
    const wrapper = install('wrapper', '15.2', ['pg_wrapper', 'pg_restore']);
    symlinkSync('pg_wrapper', path.join(wrapper, 'pg_dump'));
    expect(found([wrapper, good, links])).toEqual([[good, 15]]);
  });
});
