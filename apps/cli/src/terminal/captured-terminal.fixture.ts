import type { Terminal } from './terminal.js';

/** Keeps what a command writes; `interrupt` is Ctrl-C. */
export class CapturedTerminal implements Terminal {
  stdout = '';
  stderr = '';
  /** Set by a test that is there to be asked. */
  confirm: ((question: string) => Promise<boolean>) | undefined = undefined;
  readonly env: NodeJS.ProcessEnv = {};
  private readonly controller = new AbortController();

  constructor(
    readonly columns: number | undefined = undefined,
    readonly colour = false,
  ) {}

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get lines(): string[] {
    return this.stdout.split('\n').slice(0, -1);
  }

  out(text: string): void {
    this.stdout += text;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.stdout += Buffer.from(bytes).toString();
  }

  err(text: string): void {
    this.stderr += text;
  }

  interrupt(): void {
    this.controller.abort();
  }
}
