import type { BinnacleError } from '@binnacle/events';
import { BinnacleClient } from './binnacle-client.js';
import type { ClientOptions } from './client-options.js';
import { FakeClock } from './fake-clock.fixture.js';
import { FakeServer } from './fake-server.fixture.js';

/** A client at a fake server, with a fake clock and everything it reports. */
export class Rig {
  readonly errors: BinnacleError[] = [];
  readonly clock = new FakeClock();
  private readonly clients: BinnacleClient[] = [];

  private constructor(readonly server: FakeServer) {}

  static async set(): Promise<Rig> {
    return new Rig(await FakeServer.start());
  }

  client(options: ClientOptions = {}): BinnacleClient {
    const { clock, server } = this;
    const onError = (error: BinnacleError) => this.errors.push(error);
    const client = new BinnacleClient({ url: server.url, clock, onError, ...options });
    this.clients.push(client);
    return client;
  }

  async strike(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.close({ timeoutMs: 0 })));
    await this.server.stop();
  }
}
