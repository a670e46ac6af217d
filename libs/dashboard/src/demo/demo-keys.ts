import { ApiKeysService, actorOf } from '@binnacle/auth';
import { callerOf, projectOf } from '@binnacle/http';
import { Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

export interface DemoKey {
  readonly text: string;
  /** Resolves also when that failed: it ends by itself after a day. */
  revoke(): Promise<void>;
}

/** Where there are accounts, the agents of the demo need a key as all others do: made for one run, in the project of who pressed. */
@Injectable()
export class DemoKeys {
  private readonly logger = new Logger('Demo');

  constructor(private readonly keys: ApiKeysService) {}

  /** Undefined where nobody needs one. */
  async make(request: FastifyRequest): Promise<DemoKey | undefined> {
    if (callerOf(request).kind === 'open') return undefined;
    const project = projectOf(request);
    const { who: by, from } = actorOf(request);
    const terms = { project, name: 'demo', scopes: ['ingest', 'ask', 'read'], expiresInDays: 1 };
    const { id, text } = await this.keys.create(terms, { by, from });
    const revoke = () =>
      this.keys
        .revoke(project, id, { by, from })
        .catch((error) => this.logger.warn({ err: error }, 'the key of the demo was not revoked'));
    return { text, revoke };
  }
}
