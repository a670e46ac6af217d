import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { BinnacleError } from '@binnacle/events';

/** A file that appears under its name when it is complete, and never before. Readable by its owner only. */
export class PartFile {
  readonly path: string;

  private constructor(
    private readonly target: string,
    private readonly force: boolean,
  ) {
    this.path = `${target}.part`;
  }

  /** @throws BinnacleError `backup_exists`, `backup_failed` */
  static create(target: string, force = false): PartFile {
    const part = new PartFile(path.resolve(target), force);
    part.assertFree();
    if (force) rmSync(part.path, { force: true });
    try {
      closeSync(openSync(part.path, 'wx', 0o600));
    } catch (cause) {
      throw (cause as NodeJS.ErrnoException).code === 'EEXIST'
        ? exists(`${part.path} exists: another backup is writing it, or was killed`)
        : new BinnacleError('backup_failed', `cannot write ${part.path}: ${(cause as Error).message}`, {}, { cause });
    }
    return part;
  }

  get bytes(): number {
    return statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** To the disk, then under its name. @throws BinnacleError `backup_exists` */
  finish(): void {
    this.assertFree();
    sync(this.path, 'r+');
    renameSync(this.path, this.target);
    // The name too: Windows can't open a folder, and does not need to.
    if (process.platform !== 'win32') sync(path.dirname(this.target), 'r');
  }

  discard(): void {
    rmSync(this.path, { force: true });
  }

  private assertFree(): void {
    if (!this.force && existsSync(this.target)) throw exists(`${this.target} exists`);
  }
}

function sync(file: string, flags: string): void {
  const descriptor = openSync(file, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const exists = (detail: string) => new BinnacleError('backup_exists', detail);
