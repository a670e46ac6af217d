import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LifecycleError } from '@binnacle/events';
import { isAlive, startTimeOf } from './process-identity.js';

const HEARTBEAT_MS = 2_000;
/** A holder on another host can't be looked up by pid; its silence for this long counts as its end. */
const FOREIGN_STALE_MS = 10_000;

interface Holder {
  readonly pid: number;
  readonly startTime: string | undefined;
  readonly host: string;
}

/**
 * One Binnacle process per data directory: a file that names its holder.
 *
 * Not an OS lock: it survives a crash, so a holder that is gone is recognised by pid and start time and replaced.
 */
export class DirectoryLock {
  private constructor(
    private readonly file: string,
    private readonly own: string,
    private readonly heartbeat: NodeJS.Timeout,
  ) {}

  /** @throws LifecycleError `database_start_failed` when a live process holds the directory */
  static async acquire(directory: string, foreignStaleMs = FOREIGN_STALE_MS): Promise<DirectoryLock> {
    const file = path.join(directory, 'binnacle.lock');
    const own = JSON.stringify({ pid: process.pid, startTime: startTimeOf(process.pid), host: hostname() });
    while (!claim(file, own)) {
      const text = readText(file);
      const holder = parse(text);
      if (holder && (await isHeld(file, holder, foreignStaleMs))) throw refusal(directory, holder);
      if (text !== undefined) discard(file, text);
    }
    const beat = setInterval(() => touch(file), HEARTBEAT_MS);
    beat.unref();
    return new DirectoryLock(file, own, beat);
  }

  release(): void {
    clearInterval(this.heartbeat);
    // Somebody may have taken it over while this process was suspended.
    if (readText(this.file) === this.own) rmSync(this.file, { force: true });
  }
}

async function isHeld(file: string, holder: Holder, foreignStaleMs: number): Promise<boolean> {
  if (holder.host === hostname()) return isAlive(holder.pid) && startTimeOf(holder.pid) === holder.startTime;
  const seen = mtimeOf(file);
  if (seen === undefined || Date.now() - seen > foreignStaleMs) return false;
  await sleep(foreignStaleMs);
  return mtimeOf(file) !== seen;
}

/** `link` fails when the name exists, so the file appears complete and for one process only. */
function claim(file: string, own: string): boolean {
  const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(draft, own, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Two processes may find the same stale file: only the one that moves away what it read may go on. */
function discard(file: string, stale: string): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
    if (readText(aside) !== stale) linkSync(aside, file);
  } catch {
    // The other one was faster; the next claim decides.
  }
  rmSync(aside, { force: true });
}

function mtimeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

function touch(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // The directory was removed under us: nothing left to guard.
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text: string | undefined): Holder | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Holder);
  } catch {
    return undefined;
  }
}

const refusal = (directory: string, { pid, host }: Holder) =>
  new LifecycleError(
    'database_start_failed',
    `${directory} is in use by process ${pid} on ${host}; stop it or choose another data directory`,
    { dataDir: directory, pid, host },
  );
