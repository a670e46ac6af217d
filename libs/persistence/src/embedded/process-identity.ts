import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Is there a process with this id? A zombie counts as none. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return linuxStat(pid)?.state !== 'Z';
}

/**
 * What tells a process from a later one with the same id, or undefined when the system doesn't say.
 *
 * Ids alone are not enough: in a container the next server often gets the id of the last one.
 */
export function startTimeOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    const started = linuxStat(pid)?.startedTicks;
    return started && `${bootId()}:${started}`;
  }
  if (process.platform === 'darwin') return psField(pid, 'lstart');
  return undefined;
}

/** The name of the program, or undefined when it can't be found out. */
export function programOf(pid: number): string | undefined {
  if (process.platform === 'linux') return linuxStat(pid)?.program;
  if (process.platform === 'darwin') return psField(pid, 'comm')?.split('/').pop();
  return undefined;
}

function linuxStat(pid: number): { program: string; state: string; startedTicks: string } | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name is in brackets and may hold brackets and spaces itself: everything else follows the last one.
    const end = stat.lastIndexOf(')');
    const fields = stat.slice(end + 2).split(' ');
    return { program: stat.slice(stat.indexOf('(') + 1, end), state: fields[0] ?? '', startedTicks: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function psField(pid: number, field: string): string | undefined {
  try {
    const text = execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' });
    return text.trim() || undefined;
  } catch {
    return undefined;
  }
}
