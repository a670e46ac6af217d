import { describe, expect, it } from '@jest/globals';
import { toolsForDump, toolsForRestore } from './choose-tools.js';
import type { PostgresTools } from './postgres-tools.js';

const tools = (...versions: string[]): PostgresTools[] =>
  versions.map((version) => ({
    folder: `/pg/${version}`,
    dump: '',
    restore: '',
    version,
    major: Number.parseInt(version, 10),
  }));
const majors = (found: PostgresTools[]) => found.map(({ major }) => major);
const SERVER = { version: '16.4', major: 16 };

describe('toolsForDump', () => {
  it('takes the nearest version that is not older than the server', () => {
    expect(majors(toolsForDump(tools('18.1', '15.2', '17.0', '16.9'), SERVER))).toEqual([16, 17, 18]);
  });

  it('says what the server is, what there is, and what to install', () => {
    const attempt = () => toolsForDump(tools('15.2', '9.6.24'), SERVER);
    expect(attempt).toThrow(expect.objectContaining({ code: 'pg_tools_missing' }));
    expect(attempt).toThrow(
      /Postgres 16\.4.*16 or newer; found: 15\.2 in \/pg\/15\.2, 9\.6\.24 in \/pg\/9\.6\.24\. They/,
    );
    expect(() => toolsForDump([], SERVER)).toThrow(/found: none/);
  });
});

describe('toolsForRestore', () => {
  it('takes the version of the server, then newer ones, then the newest of the older ones', () => {
    expect(majors(toolsForRestore(tools('14.1', '18.1', '15.2', '16.9', '17.0'), SERVER))).toEqual([
      16, 17, 18, 15, 14,
    ]);
  });

  it('needs one at least', () => {
    expect(() => toolsForRestore([], SERVER)).toThrow(expect.objectContaining({ code: 'pg_tools_missing' }));
  });
});
