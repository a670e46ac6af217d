import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import path from 'node:path';

/** pg_dump and pg_restore of one installation. */
export interface PostgresTools {
  readonly folder: string;
  readonly dump: string;
  readonly restore: string;
  /** `18.1` */
  readonly version: string;
  readonly major: number;
}

const SUFFIX = process.platform === 'win32' ? '.exe' : '';

/** The tools in the folders that have both, each installation once. */
export function toolsIn(folders: readonly string[]): PostgresTools[] {
  const found = new Map<string, PostgresTools>();
  for (const folder of folders) {
    const [dump, restore] = ['pg_dump', 'pg_restore'].map((name) => path.join(folder, `${name}${SUFFIX}`));
    const real = dump && realProgram(dump);
    if (!real || !restore || found.has(real)) continue;
    const version = versionOf(dump);
    if (!version || versionOf(restore) !== version) continue;
    found.set(real, { folder, dump, restore, version, major: Number.parseInt(version, 10) });
  }
  return [...found.values()];
}

/** `pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` → `15.18` */
export const versionIn = (text: string): string | undefined => /\(PostgreSQL\) (\d+[\w.]*)/.exec(text)?.[1];

/** Debian's `/usr/bin/pg_dump` is a script that chooses a version by itself, perhaps another one when it matters. */
function realProgram(program: string): string | undefined {
  try {
    const real = realpathSync(program);
    return path.basename(real) === 'pg_wrapper' ? undefined : real;
  } catch {
    return undefined;
  }
}

function versionOf(program: string): string | undefined {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  return status === 0 ? versionIn(stdout) : undefined;
}
