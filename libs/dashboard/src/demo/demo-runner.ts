import { type ChildProcess, spawn } from 'node:child_process';
import { BinnacleError } from '@binnacle/events';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { DashboardOptions } from '../dashboard-options.js';
import type { DemoKey } from './demo-keys.js';

/**
 * Runs `binnacle demo` against this server as a process of its own: the demo's agents are real clients, and nothing of them
 * lives inside the server. One at a time.
 */
@Injectable()
export class DemoRunner implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Demo');
  private child: ChildProcess | undefined;

  constructor(private readonly options: DashboardOptions) {}

  get running(): boolean {
    return this.child !== undefined;
  }

  /** @throws BinnacleError `demo_running` */
  assertIdle(): void {
    if (this.child) throw new BinnacleError('demo_running', 'the three demo agents are still at work');
  }

  /**
   * @param key revoked when the demo has ended
   * @throws BinnacleError `demo_running`
   */
  start(key?: DemoKey): void {
    this.assertIdle();
    const child = spawn(process.execPath, [this.options.cliEntry, '--url', this.options.publicUrl(), 'demo'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH, NO_COLOR: '1', ...(key && { BINNACLE_API_KEY: key.text }) },
    });
    this.child = child;
    let tail = '';
    child.stderr?.on('data', (chunk) => {
      tail = `${tail}${chunk}`.slice(-2_000);
    });
    const ended = (reason: string) => {
      if (this.child !== child) return;
      this.child = undefined;
      void key?.revoke();
      if (reason !== 'code 0') this.logger.warn({ reason, tail }, 'the demo ended early');
    };
    child.once('error', (error) => ended(error.message));
    child.once('exit', (code, signal) => ended(signal ?? `code ${code}`));
  }

  beforeApplicationShutdown(): void {
    this.child?.kill('SIGTERM');
    this.child = undefined;
  }
}
