/** The production server as a process of its own, from `dist`, on a free port: what a user runs is what is tested. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const MAIN = path.resolve(import.meta.dirname, '../../dist/apps/server/src/main.js');
/** A start takes a second; two at once on a machine that builds besides have taken half a minute. */
const START_TIMEOUT_MS = 90_000;

export interface ServerOptions {
  readonly databaseUrl?: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Another program that starts the server and says so. */
  readonly main?: string;
  /** The folder it is started from. */
  readonly cwd?: string;
}

export class TestServer {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly output: () => string,
  ) {}

  static async start({ databaseUrl, port = 0, env = {}, main = MAIN, cwd }: ServerOptions): Promise<TestServer> {
    const child = spawn(process.execPath, [main], {
      cwd,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        PORT: String(port),
        LOG_LEVEL: 'warn',
        ...(databaseUrl && { DATABASE_URL: databaseUrl }),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const ready = new Promise<string>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`the server did not start in time:\n${output}`)),
        START_TIMEOUT_MS,
      );
      const read = (chunk: Buffer) => {
        output = `${output}${chunk}`.slice(-20_000);
        const [, found] = /Binnacle is ready: (\S+)/.exec(output) ?? [];
        if (!found) return;
        clearTimeout(timer);
        resolve(found);
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', read);
      child.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`the server ended with code ${code}:\n${output}`));
      });
    });
    const url = await ready;
    return new TestServer(url, child, () => output);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  get log(): string {
    return this.output();
  }

  /** Clean stop; the exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const exit = once(this.child, 'exit');
    this.child.kill(signal);
    const [code] = await exit;
    return code as number | null;
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exit;
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, { headers, redirect: 'manual' });
  }

  post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    return fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: raw ? (body as BodyInit) : JSON.stringify(body),
      redirect: 'manual',
    });
  }

  /** Sends events and gives back the answer; fails the test when they are not taken. */
  async send(
    events: unknown,
  ): Promise<{ accepted: number; duplicates: number; rejected: unknown[]; last_seq: string }> {
    const response = await this.post('/api/v1/events', events);
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as { accepted: number; duplicates: number; rejected: unknown[]; last_seq: string };
  }

  async json<T = Record<string, never>>(path: string): Promise<T> {
    const response = await this.get(path);
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}
