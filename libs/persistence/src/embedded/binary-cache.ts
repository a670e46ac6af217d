/**
 * A copy of the server's programs that other users may run, for a checkout below a folder they can't enter.
 *
 * One folder per package version, made once: 60 MB. Only root needs it. Never trusts a folder that another user owns.
 */
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LifecycleError } from '@binnacle/events';

/** Written last, inside: says that the copy is complete, and what it should hold. */
const MARKER = 'binnacle-copy.json';

/**
 * @param key names the package and its version
 * @returns the folder of the copy
 * @throws LifecycleError `database_start_failed` when the cache belongs to another user
 */
export function cachedCopy(source: string, key: string, root = cacheRoot()): string {
  mkdirSync(root, { recursive: true, mode: 0o755 });
  assertOurs(root);
  const target = path.join(root, key);
  const expected = listing(source);
  if (isComplete(target, expected)) return target;

  const staging = mkdtempSync(path.join(root, `.${key}-`));
  const copy = path.join(staging, 'copy');
  try {
    cpSync(source, copy, { recursive: true, verbatimSymlinks: true, mode: 0 });
    openForReading(copy);
    writeFileSync(path.join(copy, MARKER), expected, { mode: 0o644 });
    // A broken copy is moved aside, not deleted in place: a server may be running from it.
    if (existsSync(target)) renameSync(target, path.join(staging, 'old'));
    renameSync(copy, target);
  } catch (error) {
    // Another process may have put the same copy there meanwhile.
    if (!isComplete(target, expected)) throw error;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return target;
}

function cacheRoot(): string {
  const system = '/var/cache';
  return existsSync(system) && isWritable(system)
    ? path.join(system, 'binnacle')
    : path.join(tmpdir(), `binnacle-${process.getuid?.() ?? 'user'}`);
}

function isWritable(folder: string): boolean {
  try {
    rmSync(mkdtempSync(path.join(folder, '.binnacle-')), { recursive: true });
    return true;
  } catch {
    return false;
  }
}

function isComplete(target: string, expected: string): boolean {
  if (!existsSync(path.join(target, MARKER))) return false;
  assertOurs(target);
  return readFileSync(path.join(target, MARKER), 'utf8') === expected && listing(target) === expected;
}

/** In a shared folder such as the system's temporary one, somebody else may have been here first. */
function assertOurs(folder: string): void {
  const { uid, mode } = lstatSync(folder);
  const own = process.getuid?.() ?? uid;
  if (uid !== own || (mode & 0o022) !== 0 || !lstatSync(folder).isDirectory()) {
    throw new LifecycleError(
      'database_start_failed',
      `${folder} belongs to another user or is writable for others; remove it or set DATABASE_URL`,
      { folder },
    );
  }
}

/** Relative paths and sizes: cheap, and finds every interrupted copy. */
function listing(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name !== MARKER)
    .map((name) => [name, lstatSync(path.join(folder, name))] as const)
    .filter(([, stat]) => stat.isFile())
    .map(([name, stat]) => [name, stat.size]);
  return JSON.stringify(files.sort());
}

/** The package may have been installed under a narrow umask. */
function openForReading(folder: string): void {
  for (const name of ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
    const file = path.join(folder, name);
    const stat = lstatSync(file);
    if (stat.isSymbolicLink()) continue;
    const runs = stat.isDirectory() || (statSync(file).mode & 0o100) !== 0;
    chmodSync(file, runs ? 0o755 : 0o644);
  }
}
