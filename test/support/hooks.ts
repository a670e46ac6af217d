/** Hooks as the clients send them: bodies captured from real ones, each test in a session of its own. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { WireQuestion } from './questions.js';
import type { TestServer } from './server.js';

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures/hooks');

export type HookFields = Readonly<Record<string, unknown>>;

/** @param name such as `claude-code.PermissionRequest.Bash` */
export const capturedHook = (name: string): HookFields =>
  JSON.parse(readFileSync(path.join(FIXTURES, `hook-${name}.request.json`), 'utf8'));

export class HookClient {
  constructor(
    private readonly server: TestServer,
    readonly vendor: 'claude-code' | 'codex' | 'gemini',
    readonly session: string,
    private readonly query = '',
  ) {}

  /** The answer as the client reads it: status 200 and JSON, with white space before it. */
  async send(
    name: string,
    fields: HookFields = {},
    { query = this.query, signal }: SendOptions = {},
  ): Promise<HookFields> {
    const response = await fetch(`${this.server.url}/hooks/${this.vendor}${query && `?${query}`}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...capturedHook(`${this.vendor}.${name}`), session_id: this.session, ...fields }),
      ...(signal && { signal }),
    });
    if (response.status !== 200) throw new Error(`a hook was answered with ${response.status}`);
    return (await response.json()) as HookFields;
  }

  /** The newest question of the session, once there is one that fits. */
  async question(fits: (question: WireQuestion) => boolean = ({ state }) => state === 'open'): Promise<WireQuestion> {
    for (;;) {
      const { data } = await this.server.json<{ data: WireQuestion[] }>(`/api/v1/questions?session_id=${this.session}`);
      const found = data.find(fits);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

interface SendOptions {
  readonly query?: string;
  readonly signal?: AbortSignal;
}
