/** Rules and channels over REST, and the log of what became of them. */
import type { Asking } from './questions.js';
import type { TestServer } from './server.js';

export interface WireDelivery {
  readonly id: string;
  readonly rule_id: string | null;
  readonly step: number;
  readonly channel_id: string;
  readonly event: string;
  readonly subject_id: string;
  readonly state: string;
  readonly attempts: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly next_at: string | null;
}

export interface MadeChannel {
  readonly id: string;
  readonly secret: string | null;
  readonly target: string | null;
  readonly secrets: readonly { hint: string; valid_until: string | null }[];
}

export class Notifying {
  constructor(
    private readonly server: TestServer,
    private readonly asking: Asking,
  ) {}

  async make<T = MadeChannel>(what: 'channels' | 'rules', fields: object): Promise<T> {
    const [status, made] = await this.asking.call('POST', `/api/v1/notification-${what}`, fields);
    if (status !== 201) throw new Error(`${status}: ${JSON.stringify(made)}`);
    return made as T;
  }

  channel(fields: object): Promise<MadeChannel> {
    return this.make('channels', { name: 'a channel', ...fields });
  }

  /** @param steps seconds and channel of each */
  async rule(agent: string, steps: readonly (readonly [number, MadeChannel])[], fields: object = {}): Promise<string> {
    const { id } = await this.make('rules', {
      name: `rule of ${agent}`,
      agents: [agent],
      steps: steps.map(([after_seconds, { id: channel_id }]) => ({ after_seconds, channel_id })),
      ...fields,
    });
    return id;
  }

  async test({ id }: MadeChannel): Promise<WireDelivery> {
    return (await this.asking.call('POST', `/api/v1/notification-channels/${id}/test`))[1] as unknown as WireDelivery;
  }

  async log(query: string): Promise<WireDelivery[]> {
    return (await this.server.json<{ data: WireDelivery[] }>(`/api/v1/notification-deliveries?${query}`)).data;
  }

  /** The log, once it is as it should be. The test's own time-out ends the wait. */
  async until(query: string, fits: (log: readonly WireDelivery[]) => boolean): Promise<WireDelivery[]> {
    for (;;) {
      const log = await this.log(query);
      if (fits(log)) return log;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }
}
