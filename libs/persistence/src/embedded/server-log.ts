import { closeSync, openSync, readSync, renameSync, statSync } from 'node:fs';

/** A longer log is set aside at the next start; one earlier log is kept. */
const MAX_LOG_BYTES = 10 * 1_048_576;
const TAIL_BYTES = 4_096;
const TAIL_LINES = 12;

/**
 * The server's log file. A file and not a pipe: the server outlives a killed Binnacle and must go on writing somewhere.
 */
export class ServerLog {
  /** Where this run of the server began. */
  private start = 0;

  constructor(readonly file: string) {}

  /** A descriptor for the server's stderr; the caller closes it. */
  open(): number {
    const size = this.size();
    if (size > MAX_LOG_BYTES) renameSync(this.file, `${this.file}.1`);
    this.start = size > MAX_LOG_BYTES ? 0 : size;
    return openSync(this.file, 'a', 0o600);
  }

  /** The last lines of this run. */
  tail(): string {
    const from = Math.max(this.start, this.size() - TAIL_BYTES);
    const buffer = Buffer.alloc(TAIL_BYTES);
    const descriptor = openSync(this.file, 'r');
    try {
      const length = readSync(descriptor, buffer, 0, TAIL_BYTES, from);
      return buffer.toString('utf8', 0, length).trim().split('\n').slice(-TAIL_LINES).join('\n');
    } finally {
      closeSync(descriptor);
    }
  }

  private size(): number {
    return statSync(this.file, { throwIfNoEntry: false })?.size ?? 0;
  }
}
