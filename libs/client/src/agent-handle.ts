import { randomUUID } from 'node:crypto';
import type { EventInput, JsonValue } from '@binnacle/events';
import type { AskOptions } from './ask.js';
import type { EmitType } from './emit-type.js';
import type { MessageOptions, ReceivedMessage } from './messages.js';
import type { AskedReply } from './question.js';

/** Where an agent's events belong. */
export interface AgentContext {
  readonly graphId?: string;
  readonly nodeId?: string;
  readonly sessionId?: string;
}

/** What a handle says its words with: the client. */
export interface Speaker {
  emit<T extends EmitType>(type: T, input?: EventInput<T>): string;
  ask(question: string, options?: AskOptions): Promise<string>;
  askForReply(question: string, options?: AskOptions): Promise<AskedReply>;
  unreadMessages(options: MessageOptions): Promise<ReceivedMessage[]>;
  messages(options: MessageOptions): AsyncGenerator<ReceivedMessage, void, undefined>;
}

/**
 * One agent's voice: the same client, with the agent's ids on every event and words for what agents do.
 *
 * @example
 * const agent = client.agent('scout');
 * agent.started({ task: 'count lines' });
 * const text = await agent.tool('read_file', { path }, () => readFile(path, 'utf8'));
 * agent.completed({ result: text.split('\n').length });
 */
export class AgentHandle {
  private startedAt: number | undefined;

  constructor(
    private readonly client: Speaker,
    readonly id: string,
    private readonly context: AgentContext = {},
  ) {}

  /** Like the client's `emit`, with this agent's ids. */
  emit<T extends EmitType>(type: T, input: EventInput<T> = {}): string {
    return this.client.emit(type, { agentId: this.id, ...this.context, ...input });
  }

  started(payload: EventInput<'agent:started'>['payload'] = {}): void {
    this.startedAt = performance.now();
    this.emit('agent:started', { payload });
  }

  /** Of the graph this agent works in: `completed` of `total`, and what is being done now. */
  progress(completed: number, total: number, label?: string): void {
    this.emit('graph:progress', { payload: { completed, total, label } });
  }

  completed(payload: EventInput<'agent:completed'>['payload'] = {}): void {
    this.emit('agent:completed', { payload: { duration_ms: this.elapsed(), ...payload } });
  }

  failed(error: unknown): void {
    this.emit('agent:failed', { payload: { ...describe(error), duration_ms: this.elapsed() } });
  }

  cancelled(reason?: string): void {
    this.emit('agent:cancelled', { payload: { reason } });
  }

  /**
   * Runs one tool call and tells about it: `tool:called`, then `tool:completed` with what it returned or `tool:failed`.
   * What the tool throws is thrown on.
   *
   * @param show what of the output the event shall hold; default all of it
   * @example await agent.tool('read_file', { path }, () => readFile(path, 'utf8'), (text) => ({ characters: text.length }));
   */
  async tool<T>(
    name: string,
    input: JsonValue,
    run: () => T | Promise<T>,
    show: (output: T) => unknown = (output) => output,
  ): Promise<T> {
    const call = { tool_name: name, tool_use_id: randomUUID() };
    this.emit('tool:called', { payload: { ...call, input } });
    const started = performance.now();
    let output: T;
    try {
      output = await run();
    } catch (error) {
      const payload = { ...call, error: describe(error).message, duration_ms: round(performance.now() - started) };
      this.emit('tool:failed', { payload });
      throw error;
    }
    const duration_ms = round(performance.now() - started);
    this.emit('tool:completed', { payload: { ...call, output: shown(show, output), duration_ms } });
    return output;
  }

  /** Like the client's `ask`, as this agent. */
  ask(question: string, options: AskOptions = {}): Promise<string> {
    return this.client.ask(question, { agentId: this.id, ...this.context, ...options });
  }

  /** As {@link ask}, with the answer in parts. */
  askForReply(question: string, options: AskOptions = {}): Promise<AskedReply> {
    return this.client.askForReply(question, { agentId: this.id, ...this.context, ...options });
  }

  /** Like the client's `unreadMessages`, as this agent. */
  unreadMessages(): Promise<ReceivedMessage[]> {
    return this.client.unreadMessages(this.reader());
  }

  /** Like the client's `messages`, as this agent. */
  messages({ signal }: { readonly signal?: AbortSignal } = {}): AsyncGenerator<ReceivedMessage, void, undefined> {
    return this.client.messages({ ...this.reader(), ...(signal && { signal }) });
  }

  private reader() {
    return { agentId: this.id, ...(this.context.sessionId && { sessionId: this.context.sessionId }) };
  }

  private elapsed(): number | undefined {
    return this.startedAt === undefined ? undefined : round(performance.now() - this.startedAt);
  }
}

/** The tool worked: a mistake in showing its output must not look like its failure. */
function shown<T>(show: (output: T) => unknown, output: T): JsonValue {
  try {
    return show(output) as JsonValue;
  } catch {
    return null;
  }
}

const round = (ms: number): number => Math.round(ms * 1_000) / 1_000;

function describe(error: unknown): { message: string; error: JsonValue } {
  if (!(error instanceof Error)) return { message: String(error), error: String(error) };
  const code = (error as { code?: unknown }).code;
  return {
    message: error.message,
    error: typeof code === 'string' ? { name: error.name, code } : { name: error.name },
  };
}
