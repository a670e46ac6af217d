import type { JsonObject } from '@binnacle/events';
import type { ServerContext } from '@modelcontextprotocol/server';
import type { CallOwner, CallOwners } from '../call-owners.js';
import type { McpCaller } from './mcp-caller.js';
import { type ProgramWords, programWords } from './mcp-program.js';

/** Between two words that a person is still awaited, in ms: a client that hears nothing gives up. */
const PROGRESS_MS = 15_000;
/** Of a client nobody knows: SDK clients give up after 60 s. */
const UNKNOWN_CLIENT_SECONDS = 50;
/** Claude Code and Codex give up after 300 s in which only progress was heard. */
const KNOWN_CLIENT_SECONDS = 280;
const KNOWN_CLIENT = /claude-code|claude-cli|codex/i;
const CLIENT_INFO = 'io.modelcontextprotocol/clientInfo';

/** One call of a tool: who calls, how long it may wait, and how it is told that it waits. */
export class McpCall {
  private readonly program: ProgramWords;
  /** Whose hooks told this call. */
  private readonly owner: CallOwner | undefined;

  constructor(
    private readonly caller: McpCaller,
    private readonly context: ServerContext,
    owners: CallOwners,
  ) {
    this.program = programWords(caller.userAgent, (context.mcpReq._meta ?? {}) as JsonObject);
    const { callId } = this.program;
    this.owner = callId === undefined ? undefined : owners.ownerOf(caller.project, callId);
  }

  get project(): string {
    return this.caller.project;
  }

  get signal(): AbortSignal {
    return this.context.mcpReq.signal;
  }

  agent(given: string | undefined): string {
    const told = given ?? this.caller.agent ?? this.owner?.agentId ?? this.program.agentId;
    return told ?? `mcp:${this.clientName ?? this.program.name ?? this.caller.client ?? 'unknown'}`;
  }

  session(given: string | undefined): string | undefined {
    return given ?? this.caller.session ?? this.owner?.sessionId ?? this.program.sessionId;
  }

  /** Somebody said who the agent is: then its questions can be told from those of others by their text. */
  isNamed(given: string | undefined): boolean {
    return given !== undefined || this.caller.agent !== undefined || this.program.agentId !== undefined;
  }

  /** The client's id of this call, the same when it is repeated. */
  get toolUseId(): string | undefined {
    return this.program.callId;
  }

  /** Seconds this call may wait. @param given by an argument */
  waitSeconds(given: number | undefined): number {
    const client = `${this.clientName ?? ''} ${this.caller.userAgent}`;
    const usual = KNOWN_CLIENT.test(client) ? KNOWN_CLIENT_SECONDS : UNKNOWN_CLIENT_SECONDS;
    return given ?? this.caller.waitSeconds ?? usual;
  }

  /** It may be asked to call again by itself: since revision 2026-07-28. */
  get callsAgain(): boolean {
    return this.context.mcpReq.envelope !== undefined;
  }

  /** What the last round of this call gave the client to bring back. */
  get broughtBack(): string | undefined {
    return this.context.mcpReq.requestState<string>();
  }

  onSent(work: () => void): void {
    this.caller.onSent(work);
  }

  /** Tells the client now and then that somebody is awaited, until `work` is done. */
  async meanwhile<T>(message: string, work: Promise<T>): Promise<T> {
    const token = this.context.mcpReq._meta?.progressToken;
    if (token === undefined) return work;
    let progress = 0;
    const tell = () =>
      void this.context.mcpReq
        .notify({
          method: 'notifications/progress',
          params: { progressToken: token, progress: ++progress, message },
        })
        // The client has left; the end of the wait tells.
        .catch(() => undefined);
    tell();
    const timer = setInterval(tell, PROGRESS_MS);
    return work.finally(() => clearInterval(timer));
  }

  private get clientName(): string | undefined {
    const envelope = this.context.mcpReq.envelope as Readonly<Record<string, unknown>> | undefined;
    const info = envelope?.[CLIENT_INFO] as { readonly name?: unknown } | undefined;
    return typeof info?.name === 'string' && info.name !== '' ? info.name.slice(0, 100) : undefined;
  }
}
