/** An agent and the people who answer it, over REST. */
import type { TestServer } from './server.js';

export interface WireQuestion {
  readonly id: string;
  readonly msg_id: string;
  readonly state: string;
  readonly kind: string;
  readonly shown_hash: string;
  readonly action_hash: string | null;
  readonly answer: string | null;
  readonly reply: Readonly<Record<string, unknown>> | null;
  readonly answered_by: string | null;
  readonly rule_id: string | null;
  readonly claimed_by: string | null;
  readonly delivered_at: string | null;
  readonly delivered_to: string | null;
  readonly undelivered_since: string | null;
  readonly resumed_at: string | null;
  readonly mismatched_at: string | null;
}

type Answered = readonly [status: number, body: WireQuestion & { readonly code?: string; readonly detail?: string }];

export class Asking {
  constructor(private readonly server: TestServer) {}

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> {
    const response = await fetch(`${this.server.url}${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return [response.status, (await response.json()) as Answered[1]];
  }

  async ask(fields: Readonly<Record<string, unknown>>): Promise<WireQuestion> {
    const [status, question] = await this.call('POST', '/api/v1/questions', fields);
    if (status !== 201) throw new Error(`${status}: ${JSON.stringify(question)}`);
    return question;
  }

  answer(id: string, reply: Readonly<Record<string, unknown>>): Promise<Answered> {
    return this.call('POST', `/api/v1/questions/${id}/answer`, { answered_by: 'Ada', ...reply });
  }

  async see(id: string): Promise<WireQuestion> {
    return (await this.call('GET', `/api/v1/questions/${id}`))[1];
  }

  /** The question that an agent waits with, once there is one. */
  async openOf(agent: string): Promise<WireQuestion> {
    for (;;) {
      const path = `/api/v1/questions?state=open&agent_id=${encodeURIComponent(agent)}`;
      const { data } = await this.server.json<{ data: WireQuestion[] }>(path);
      if (data[0]) return data[0];
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** As the agent does. */
  async wait(id: string, seconds = 0): Promise<WireQuestion> {
    return (await this.call('GET', `/api/v1/questions/${id}?wait=${seconds}`))[1];
  }

  /** Types of the events that tell of a question, oldest first. */
  async told(id: string): Promise<string[]> {
    const { data } = await this.server.json<{ data: { type: string }[] }>(`/api/v1/events?parent_id=${id}&order=asc`);
    return data.map(({ type }) => type);
  }
}
