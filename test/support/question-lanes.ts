/**
 * Agents and people who go on however often the server is killed, each on one transition of questions: what they were told is kept
 * for the reckoning, and what the kill cut off is counted.
 */
import { setTimeout as delay } from 'node:timers/promises';

export const LANES = ['asked', 'claimed', 'answered', 'delivered', 'resumed', 'expired', 'withdrawn'] as const;
export type Lane = (typeof LANES)[number];

interface Known {
  readonly id: string;
  readonly lane: Lane;
  /** Answers that were acknowledged. */
  readonly acknowledged: Set<string>;
  /** Answers the agent was given. */
  readonly given: Set<string>;
}

interface Told {
  readonly status: number;
  readonly body: {
    readonly id?: string;
    readonly state?: string;
    readonly answer?: string | null;
    readonly delivered_at?: string | null;
  };
}

const ACTION = { tool: 'deploy', args: { version: '1.4' } };

export class QuestionLanes {
  readonly questions: Known[] = [];
  /** Requests that a kill cut off, by transition. */
  readonly interrupted = new Map<Lane, number>(LANES.map((lane) => [lane, 0]));
  private running = true;
  private count = 0;

  /** @param url of the server that runs now */
  constructor(private readonly url: () => string) {}

  /** @returns when all have come to an end after {@link stop} */
  async run(perLane: number): Promise<void> {
    const all = LANES.flatMap((lane) => Array.from({ length: perLane }, () => this.work(lane)));
    await Promise.all(all);
  }

  stop(): void {
    this.running = false;
  }

  private async work(lane: Lane): Promise<void> {
    while (this.running) await this.one(lane);
  }

  private async one(lane: Lane): Promise<void> {
    const fields = lane === 'expired' ? { timeout_seconds: 0.02, on_timeout: 'deny' } : {};
    const key = `${lane}-${this.count++}`;
    const { body } = await this.insist(lane === 'asked' ? lane : undefined, 'POST', '', {
      headers: { 'idempotency-key': key },
      body: { agent_id: key, question: 'Go?', ...(lane === 'resumed' && { action: ACTION }), ...fields },
    });
    const known: Known = { id: body.id ?? '', lane, acknowledged: new Set(), given: new Set() };
    this.questions.push(known);
    const path = `/${known.id}`;
    if (lane === 'claimed') await this.insist(lane, 'POST', `${path}/claim`, { body: { by: 'Ada' } });
    if (lane === 'withdrawn') await this.insist(lane, 'DELETE', path);
    if (lane === 'answered')
      await Promise.all([this.answer(known, 'Ada'), this.answer(known, 'Bob'), this.wait(known)]);
    if (lane === 'expired') await this.wait(known);
    if (lane === 'delivered') {
      await Promise.all([this.answer(known, 'Ada', undefined), this.wait(known)]);
      // The answer may have reached the agent in the moment of a kill, before that was noted: it comes again.
      while (!(await this.see(known)).delivered_at) await this.wait(known, 0, undefined);
    }
    if (lane === 'resumed') await this.answer(known, 'Ada', undefined);
    if (lane === 'resumed') await this.insist(lane, 'POST', `${path}/resumed`, { body: { action: ACTION } });
  }

  private async see({ id }: Known): Promise<Told['body']> {
    return (await this.insist(undefined, 'GET', `/${id}`)).body;
  }

  private async answer(known: Known, by: string, counted: Lane | undefined = 'answered'): Promise<void> {
    const answer = known.lane === 'resumed' ? 'approve' : `${by} says so`;
    const { status } = await this.insist(counted, 'POST', `/${known.id}/answer`, { body: { answer, answered_by: by } });
    if (status === 200) known.acknowledged.add(answer);
  }

  private async wait(known: Known, seconds = 5, counted: Lane | undefined = known.lane): Promise<void> {
    for (;;) {
      const { body } = await this.insist(counted, 'GET', `/${known.id}?wait=${seconds}`);
      if (body.state === 'open') continue;
      known.given.add(String(body.answer));
      return;
    }
  }

  /** The same request until it is answered by a server that lives. */
  private async insist(
    lane: Lane | undefined,
    method: string,
    path: string,
    { body, headers = {} }: { body?: object; headers?: Record<string, string> } = {},
  ): Promise<Told> {
    for (;;) {
      const url = this.url();
      try {
        const response = await fetch(`${url}/api/v1/questions${path}`, {
          method,
          headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
          ...(body && { body: JSON.stringify(body) }),
        });
        const told = { status: response.status, body: (await response.json()) as Told['body'] };
        if (told.status < 500) return told;
      } catch (error) {
        // Refused by a port where nobody listens is no cut.
        const { code } = (error as { cause?: { code?: string } }).cause ?? {};
        if (lane && code !== 'ECONNREFUSED') this.interrupted.set(lane, (this.interrupted.get(lane) ?? 0) + 1);
      }
      await delay(5);
    }
  }
}
