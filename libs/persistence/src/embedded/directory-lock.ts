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
    private readonly heartbeat: NodeJS.Timeout,
  ) {}

  /** @throws LifecycleError `database_start_failed` when a live process holds the directory */
  static async acquire(directory: string): Promise<DirectoryLock> {
    const file = path.join(directory, 'binnacle.lock');
    const deadline = Date.now() + FOREIGN_STALE_MS + HEARTBEAT_MS;
    while (!claim(file)) {
      const text = readText(file);
      if (text === undefined) continue;
      const holder = parse(text);
      const foreign = holder !== undefined && holder.host !== hostname();
      if (holder && (foreign ? Date.now() < deadline && !isSilent(file) : isSame(holder))) {
        if (!foreign) throw refusal(directory, holder);
        await sleep(HEARTBEAT_MS / 2);
        if (Date.now() >= deadline && !isSilent(file)) throw refusal(directory, holder);
        continue;
      }
      discard(file, text);
    }
    const beat = setInterval(() => touch(file), HEARTBEAT_MS);
    beat.unref();
    return new DirectoryLock(file, beat);
  }

  release(): void {
    clearInterval(this.heartbeat);
    rmSync(this.file, { force: true });
  }
}

/** `link` fails when the name exists, so the file appears complete and for one process only. */
function claim(file: string): boolean {
  const own = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  const holder: Holder = { pid: process.pid, startTime: startTimeOf(process.pid), host: hostname() };
  writeFileSync(own, JSON.stringify(holder), { mode: 0o600 });
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
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

function isSame(holder: Holder): boolean {
  return isAlive(holder.pid) && startTimeOf(holder.pid) === holder.startTime;
}

const isSilent = (file: string): boolean => Date.now() - (mtimeOf(file) ?? 0) > FOREIGN_STALE_MS;

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

function parse(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder;
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
