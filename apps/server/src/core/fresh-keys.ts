import { ApiKeysService, actorOf } from '@binnacle/auth';
import { type FreshKeyRequest, FreshKeys } from '@binnacle/dashboard';
import { callerOf, mayCaller } from '@binnacle/http';
import { Injectable } from '@nestjs/common';

/** What an agent does: tell, and ask. It reads its own answers with that, and nothing else. */
const SCOPES = ['ingest', 'ask'] as const;

/** Keys for the Connect page: of the project's admins, once there are accounts. */
@Injectable()
export class BoundFreshKeys extends FreshKeys {
  constructor(private readonly keys: ApiKeysService) {
    super();
  }

  wanted(request: object): boolean {
    return callerOf(request).kind === 'person' && mayCaller(request, 'admin');
  }

  /** Who may is the route's to say. */
  async make({ project, name, request }: FreshKeyRequest): Promise<string | undefined> {
    if (callerOf(request).kind === 'open') return undefined;
    const { who, from } = actorOf(request as { readonly ip: string });
    return (await this.keys.create({ project, name, scopes: SCOPES }, { by: who, from })).text;
  }
}
