import { BinnacleError, type EventInput, LifecycleError, type WireEvent } from '@binnacle/events';
import { type AgentContext, AgentHandle } from './agent-handle.js';
import { type AskOptions, ask } from './ask.js';
import { type ClientOptions, type ResolvedOptions, resolveOptions } from './client-options.js';
import type { EmitType } from './emit-type.js';
import { type EventFilter, parameters } from './event-filter.js';
import { type EventQuery, eventPages } from './event-pages.js';
import { type DeliveryCounts, EventSender } from './event-sender.js';
import { eventStream, type StreamOptions } from './event-stream.js';
import { type ExportQuery, exportStream, type ImportOutcome } from './export-stream.js';
import { HttpTransport } from './http-transport.js';
import { KeepAlive } from './keep-alive.js';
import { GivenMessages, type MessageOptions, messageStream, type ReceivedMessage, unreadMessages } from './messages.js';
import { prepareEvent } from './prepare-event.js';
import type { AskedReply, GivenAnswer, QuestionFilter, WireQuestion } from './question.js';
import { retry } from './retry.js';

/** Reads are for somebody who waits: they give up sooner than sending does. */
const READ_RETRY_MS = 10_000;

/**
 * The SDK for agents, and for programs that watch them: emits events, asks people, reads and follows the archive.
 *
 * Events wait in memory only; `flush()` or `close()` before the end, or those of the last moments may be lost in a crash.
 *
 * @example
 * const client = new BinnacleClient({ agentId: 'deployer' });
 * try {
 *   client.emit('agent:started', { payload: { task: 'deploy' } });
 *   const where = await client.ask('Deploy where?', { options: ['staging', 'production'] });
 *   client.emit('agent:completed', { payload: { result: where } });
 * } finally {
 *   await client.close();
 * }
 */
export class BinnacleClient {
  private readonly options: ResolvedOptions;
  private readonly transport: HttpTransport;
  private readonly keepAlive = new KeepAlive();
  private readonly given = new GivenMessages();
  private readonly sender: EventSender;

  /** @throws BinnacleError `invalid_config` for a URL that is none */
  constructor(options: ClientOptions = {}) {
    this.options = resolveOptions(options, process.env);
    this.transport = new HttpTransport(this.options);
    this.sender = new EventSender(this.transport, this.options, this.keepAlive);
  }

  /** Where events go, without a trailing slash. */
  get url(): string {
    return this.options.url;
  }

  get counts(): DeliveryCounts {
    return this.sender.counts;
  }

  /**
   * Sends an event soon, without waiting and without ever throwing into the agent: what goes wrong comes to `onError`.
   * Text that cannot be stored is replaced, an event over 1 MiB has its longest texts cut, both visibly.
   *
   * @returns the event's id
   */
  emit<T extends EmitType>(type: T, input: EventInput<T> = {}): string {
    try {
      const event = prepareEvent(type, this.withDefaults(input));
      this.sender.enqueue(event);
      return event.id;
    } catch (error) {
      this.sender.refuse(error instanceof BinnacleError ? error : new BinnacleError('field_invalid', String(error)));
      return input?.id ?? '';
    }
  }

  /** Resolves when everything emitted so far is in the archive or was reported as lost; `counts` says which. */
  flush(): Promise<void> {
    return this.sender.flush();
  }

  /**
   * Flushes for at most `timeoutMs` (default 10,000), then stops; what remains is reported as lost. Never rejects: for
   * `finally`.
   */
  close({ timeoutMs = 10_000 }: { timeoutMs?: number } = {}): Promise<void> {
    return this.sender.close(timeoutMs);
  }

  /**
   * Asks people and waits for the answer, through restarts of the server. The question is in the archive before the wait
   * begins. With the same `msgId`, agent, session and text a restarted agent goes on waiting for the same question, and
   * gets an answer that came meanwhile. After a time-out the question stays open until the agent ends.
   *
   * @throws LifecycleError `ask_timeout`, `question_closed` (withdrawn), `closed`; BinnacleError when it is refused
   */
  async ask(question: string, options: AskOptions = {}): Promise<string> {
    return (await this.askForReply(question, options)).text;
  }

  /**
   * As {@link ask}, with the answer in parts: the decision of an approval, edited arguments, values of a form.
   *
   * @example
   * const reply = await client.askForReply('Deploy 1.4?', { action: { tool: 'deploy', args }, allowed: ['approve', 'edit', 'reject'] });
   * if (reply.decision === 'approve') await deploy(args);
   * if (reply.decision === 'edit') await deploy(reply.editedArgs);
   */
  askForReply(question: string, options: AskOptions = {}): Promise<AskedReply> {
    const tools = { sender: this.sender, transport: this.transport, clock: this.options.clock };
    return this.keepAlive.during(ask(question, this.withDefaults(options), tools));
  }

  /** A handle that speaks for one agent; it shares queue and connection. */
  agent(id: string, context: AgentContext = {}): AgentHandle {
    return new AgentHandle(this, id, context);
  }

  /**
   * Reads the archive, page by page as far as you iterate.
   *
   * @example for await (const event of client.query({ type: 'tool:failed', limit: 50 })) console.log(event.payload);
   * @throws BinnacleError `invalid_query`, `invalid_pattern`; LifecycleError when the server stays away
   */
  query(query: EventQuery = {}): AsyncGenerator<WireEvent, void, undefined> {
    return eventPages(query, (path) => this.read(path));
  }

  /**
   * Streams a whole selection as the server writes it: NDJSON or CSV, oldest first unless `order` says otherwise. What breaks
   * on the way throws; a stream that ends is whole.
   *
   * @throws BinnacleError `invalid_query`, `invalid_pattern`; LifecycleError `too_many_queries`, `delivery_failed`
   */
  export(query: ExportQuery = {}, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    return exportStream(query, this.transport, signal);
  }

  /**
   * Gives exported events (JSON texts, at most 5,000) to this server, with the arrival they had. Repeats are harmless.
   *
   * @throws LifecycleError when the server stays away; nothing or all of the call was taken then
   */
  importEvents(events: readonly string[], signal?: AbortSignal): Promise<ImportOutcome> {
    const { retry: policy, clock } = this.options;
    const body = `[${events.join(',')}]`;
    const send = () => this.transport.json<ImportOutcome>('POST', '/api/v1/events/import', { body, signal });
    return this.keepAlive.during(retry(send, { policy, clock, signal }));
  }

  /** One event by its id. @throws BinnacleError `event_not_found` */
  event(id: string): Promise<WireEvent> {
    return this.read(`/api/v1/events/${encodeURIComponent(id)}`);
  }

  /**
   * Follows events, in `seq` order and each once, through reconnects, until `signal` aborts or the loop ends.
   *
   * @example for await (const event of client.stream({ type: 'agent:*' }, { after: 'start', signal })) show(event);
   * @throws BinnacleError `invalid_query`, `invalid_pattern`
   */
  async *stream(filter: EventFilter = {}, options: StreamOptions = {}): AsyncGenerator<WireEvent, void, undefined> {
    this.keepAlive.hold();
    try {
      yield* eventStream(filter, options, { transport: this.transport, clock: this.options.clock });
    } finally {
      this.keepAlive.release();
    }
  }

  /** Questions, newest first, at most 1,000. */
  async questions(filter: QuestionFilter = {}): Promise<WireQuestion[]> {
    const search = parameters({ state: filter.state, agent_id: filter.agentId, limit: 1_000 });
    return (await this.read<{ data: WireQuestion[] }>(`/api/v1/questions?${search}`)).data;
  }

  /** One question by its id or msg_id. @throws BinnacleError `question_not_found` */
  question(id: string): Promise<WireQuestion> {
    return this.read(`/api/v1/questions/${encodeURIComponent(id)}`);
  }

  /**
   * Answers an agent's question; an agent without an id is `-`. The first answer wins.
   *
   * @throws BinnacleError `question_not_found`, `question_ambiguous`, `question_closed` with `context.answered_by`
   */
  answer(agentId: string, given: GivenAnswer): Promise<WireQuestion> {
    const body = JSON.stringify({
      answer: given.answer,
      question_id: given.questionId,
      msg_id: given.msgId,
      question: given.question,
      answered_by: given.answeredBy,
    });
    const path = `/agent/${encodeURIComponent(agentId)}/respond`;
    // Nothing was taken after 429 and 503. After a lost connection it may have been, and a repeat would find it closed.
    const retryable = (error: unknown) =>
      error instanceof LifecycleError && (error.context.status === 503 || error.context.status === 429);
    return this.retrying(() => this.transport.json('POST', path, { body }), retryable);
  }

  /** What people have sent the agent since it last looked; it is read then. @throws BinnacleError `field_missing` without an agentId */
  unreadMessages(options: MessageOptions = {}): Promise<ReceivedMessage[]> {
    return this.retrying(() => unreadMessages(this.reader(options), this.transport, this.given));
  }

  /**
   * What people send the agent, as it comes, each once, through restarts of the server, until `signal` aborts or the loop ends.
   *
   * @example for await (const message of client.messages({ signal })) conversation.push({ role: 'user', content: message.text });
   * @throws BinnacleError `field_missing` without an agentId
   */
  async *messages(options: MessageOptions = {}): AsyncGenerator<ReceivedMessage, void, undefined> {
    const reader = this.reader(options);
    this.keepAlive.hold();
    try {
      const tools = { transport: this.transport, clock: this.options.clock };
      yield* messageStream(reader, tools, this.given);
    } finally {
      this.keepAlive.release();
    }
  }

  /** Whether the server can take events, and the newest `seq`. @throws LifecycleError when it cannot or is away */
  health(): Promise<{ status: string; last_seq: string }> {
    return this.transport.json('GET', '/health');
  }

  private read<T>(path: string): Promise<T> {
    return this.retrying(() => this.transport.json<T>('GET', path));
  }

  private retrying<T>(attempt: () => Promise<T>, retryable?: (error: unknown) => boolean): Promise<T> {
    const { retry: policy, clock } = this.options;
    const maxRetryMs = Math.min(policy.maxRetryMs, READ_RETRY_MS);
    return this.keepAlive.during(retry(attempt, { policy: { ...policy, maxRetryMs }, clock, retryable }));
  }

  private reader(options: MessageOptions): MessageOptions {
    const reader = { agentId: this.options.agentId, sessionId: this.options.sessionId, ...options };
    if (!reader.agentId)
      throw new BinnacleError('field_missing', '`agentId` says whose messages are read', { field: 'agentId' });
    return reader;
  }

  /** null says "none" and is kept. */
  private withDefaults<I extends { agentId?: string | null; graphId?: string | null; sessionId?: string | null }>(
    input: I,
  ): I {
    const { agentId, graphId, sessionId } = this.options;
    return {
      ...input,
      agentId: input.agentId === undefined ? agentId : input.agentId,
      graphId: input.graphId === undefined ? graphId : input.graphId,
      sessionId: input.sessionId === undefined ? sessionId : input.sessionId,
    };
  }
}
