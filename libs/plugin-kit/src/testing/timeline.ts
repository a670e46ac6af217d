import type { BinnacleEvent, EventInput, JsonValue, PayloadOf } from '@binnacle/events';
import { eventOf } from './event-of.js';

const START = '2026-01-01T09:00:00.000Z';

/** Who acts; what a step leaves out is the run's it is part of, else the timeline's. */
export interface Actor {
  readonly agentId?: string;
  readonly sessionId?: string;
}

export interface ToolCall extends Actor {
  readonly tool?: string;
  readonly input?: JsonValue;
  readonly output?: JsonValue;
  /** Given, the call fails with it. */
  readonly error?: JsonValue;
  readonly durationMs?: number;
}

export interface ModelCall extends Actor {
  readonly model?: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly costUsd?: number;
  readonly durationMs?: number;
}

export interface Question extends Actor {
  readonly question?: string;
  readonly options?: readonly string[];
  /** Left out, nobody answers. */
  readonly answer?: string;
  readonly answeredBy?: string;
  /** How long the agent waits for the answer. */
  readonly waitMs?: number;
}

export interface AgentRun extends Actor {
  readonly task?: string;
  readonly result?: JsonValue;
  /** Given, the run fails with it. */
  readonly error?: JsonValue;
}

/**
 * What agents did, one thing after another, as the server would have archived it. Ids, `seq` and times follow from the order alone:
 * the same steps give the same events, so what is made of them can be compared with a snapshot.
 *
 * Not a simulation: nothing happens at once. For agents that overlap, use `event` and `wait`.
 *
 * @example
 * const day = new Timeline();
 * day.agentRun({ task: 'write a report' }, () => day.toolCall({ tool: 'grep', durationMs: 40 }));
 * replay(panel, day.events);
 */
export class Timeline {
  readonly events: BinnacleEvent[] = [];
  private actor: Actor;
  private now: number;
  private named = 0;

  constructor({
    start = START,
    agentId = 'agent-1',
    sessionId = 'session-1',
  }: Actor & { readonly start?: string } = {}) {
    this.now = Date.parse(start);
    this.actor = { agentId, sessionId };
  }

  /** Lets time pass. */
  wait(ms: number): this {
    this.now += ms;
    return this;
  }

  /** One event, now. */
  event<T extends string>(type: T, input: EventInput<T> = {}): BinnacleEvent {
    const number = this.events.length + 1;
    const timestamp = new Date(this.now).toISOString();
    const defaults = { id: `event-${number}`, timestamp, seq: BigInt(number), ...this.actor };
    const sent = { ...defaults, ...input, payload: present(input.payload) as PayloadOf<T> };
    const made = { ...eventOf(type, sent), receivedAt: timestamp };
    this.events.push(made);
    return made;
  }

  /** `tool:called`, then `tool:completed` or `tool:failed`. */
  toolCall({ tool = 'grep', input, output, error, durationMs = 120, ...actor }: ToolCall = {}): BinnacleEvent[] {
    const call = { tool_name: tool, tool_use_id: this.name('call') };
    const called = this.event('tool:called', { ...actor, payload: { ...call, input } });
    const end = { ...call, duration_ms: durationMs };
    this.wait(durationMs);
    return [
      called,
      error === undefined
        ? this.event('tool:completed', { ...actor, payload: { ...end, output } })
        : this.event('tool:failed', { ...actor, payload: { ...end, error } }),
    ];
  }

  /** `model:request`, then `model:response` with tokens and costs. */
  modelCall(call: ModelCall = {}): BinnacleEvent[] {
    const { model = 'model-1', inputTokens = 1_000, outputTokens = 200, costUsd, durationMs = 1_500, ...actor } = call;
    const request = this.event('model:request', { ...actor, payload: { model } });
    const used = { input_tokens: inputTokens, output_tokens: outputTokens, cost_usd: costUsd, duration_ms: durationMs };
    this.wait(durationMs);
    return [request, this.event('model:response', { ...actor, payload: { model, ...used } })];
  }

  /** `agent:blocked` and, once answered, `agent:resumed`. */
  question({ question = 'Go on?', options, answer, answeredBy, waitMs = 30_000, ...actor }: Question = {}) {
    const asked = { question, msg_id: this.name('question') };
    const made = [this.event('agent:blocked', { ...actor, payload: { ...asked, options } })];
    if (answer === undefined) return made;
    const payload = { ...asked, answer, answered_by: answeredBy };
    made.push(this.wait(waitMs).event('agent:resumed', { ...actor, payload }));
    return made;
  }

  /** `agent:started`, what `work` adds, then `agent:completed` or `agent:failed`. */
  agentRun({ task = 'a task', result, error, ...actor }: AgentRun = {}, work: () => void = () => {}): BinnacleEvent[] {
    const [first, started, around] = [this.events.length, this.now, this.actor];
    this.actor = { ...around, ...actor };
    this.event('agent:started', { payload: { task } });
    work();
    const payload = { duration_ms: this.wait(1_000).now - started };
    if (error === undefined) this.event('agent:completed', { payload: { ...payload, result } });
    else this.event('agent:failed', { payload: { ...payload, error } });
    this.actor = around;
    return this.events.slice(first);
  }

  private name(what: string): string {
    return `${what}-${++this.named}`;
  }
}

/** What JSON would carry: a step leaves out what it was not given. */
const present = (payload: object = {}) =>
  Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
