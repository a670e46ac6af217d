/**
 * Where a reader of a guide sits: a folder of their own with the packages installed, a running server, somebody who answers, and
 * programs that are not on every machine played by ones that note how they were called.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { Asking, type WireQuestion } from '../support/questions.js';
import { TestServer } from '../support/server.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const DOCUMENTED_URL = 'http://127.0.0.1:4700';
/** What the guides import, beside `binnacle` itself. */
const PACKAGES = [
  '@langchain',
  '@openai',
  '@opentelemetry',
  '@modelcontextprotocol',
  '@types',
  'standardwebhooks',
  'zod',
];

export interface Running {
  readonly child: ChildProcess;
  /** So far. */
  readonly said: () => string;
  /** Its output, once it has ended well; rejects with the output when it has not. */
  readonly output: Promise<string>;
}

export class GuideRoom {
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'binnacle-guide-')));
  private readonly children = new Set<ChildProcess>();

  private constructor(
    private readonly databaseUrl: string,
    public server: TestServer,
  ) {
    const modules = path.join(this.folder, 'node_modules');
    mkdirSync(modules);
    for (const name of PACKAGES) symlinkSync(path.join(ROOT, 'node_modules', name), path.join(modules, name));
    symlinkSync(ROOT, path.join(modules, 'binnacle'));
    writeFileSync(path.join(this.folder, 'package.json'), '{"type":"module"}');
  }

  static async open(databaseUrl: string): Promise<GuideRoom> {
    return new GuideRoom(databaseUrl, await TestServer.start({ databaseUrl }));
  }

  async close(): Promise<void> {
    for (const child of this.children) child.kill('SIGKILL');
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get asking(): Asking {
    return new Asking(this.server);
  }

  /** As its reader would with another port. */
  here = (text: string): string => text.replaceAll(DOCUMENTED_URL, this.server.url);

  /** A power cut; the server comes back where it was, with other settings if need be. */
  async restart(env: Readonly<Record<string, string>> = {}): Promise<void> {
    const { port } = this.server;
    await this.server.kill();
    this.server = await TestServer.start({ databaseUrl: this.databaseUrl, port, env });
  }

  sh(text: string, input = ''): Running {
    return this.run('sh', ['-eu', '-c', this.here(text)], {}, input);
  }

  /** @param name of the file in the folder, such as `agent.ts` */
  ts(name: string, text: string, env: Readonly<Record<string, string>> = {}): Running {
    return this.run(process.execPath, [this.compile(name, text)], env);
  }

  compile(name: string, text: string): string {
    const { outputText } = ts.transpileModule(this.here(text), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
    });
    const file = path.join(this.folder, name.replace(/\.ts$/, '.js'));
    writeFileSync(file, outputText);
    return file;
  }

  /** A program on the path that does nothing but note its arguments, or variables of its environment. */
  pretend(program: string, notes: string): () => string[] {
    mkdirSync(path.join(this.folder, 'bin'), { recursive: true });
    const [file, told] = [path.join(this.folder, 'bin', program), path.join(this.folder, `${program}.told`)];
    writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' ${notes} > '${told}'\n`);
    chmodSync(file, 0o755);
    return () => readFileSync(told, 'utf8').trimEnd().split('\n');
  }

  /** The newest question of an agent that fits, once there is one. */
  async question(
    of: { agent: string } | { session: string },
    fits: (question: WireQuestion) => boolean = ({ state }) => state === 'open',
  ): Promise<WireQuestion> {
    const query = 'agent' in of ? `agent_id=${of.agent}` : `session_id=${of.session}`;
    for (;;) {
      const { data } = await this.server.json<{ data: WireQuestion[] }>(`/api/v1/questions?${query}`);
      const found = data.find(fits);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  private run(command: string, args: readonly string[], env: Readonly<Record<string, string>>, input = ''): Running {
    const child = spawn(command, args, {
      cwd: this.folder,
      env: {
        HOME: this.folder,
        PATH: `${path.join(this.folder, 'bin')}:${process.env.PATH}`,
        BINNACLE_URL: this.server.url,
        ...env,
      },
    });
    this.children.add(child);
    let [output, errors] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    // Who does not read it is no failure.
    child.stdin?.on('error', () => undefined).end(input);
    const ended = once(child, 'close').then(([code]) => {
      this.children.delete(child);
      if (code === 0) return output;
      throw new Error(`a snippet ended with ${code ?? child.signalCode}:\n${output}\n${errors}`);
    });
    // It may be killed before anybody waits for it.
    ended.catch(() => undefined);
    return { child, said: () => output, output: ended };
  }
}
