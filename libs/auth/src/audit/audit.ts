import type { JsonObject } from '@binnacle/events';
import type { ArchiveTransaction } from '@binnacle/persistence';

export interface Actor {
  /** `visitor`: nobody known, as someone who fails to sign in; without accounts everybody is one. */
  readonly kind: 'person' | 'key' | 'visitor' | 'server';
  readonly id?: string;
  /** As people read it. */
  readonly name: string;
}

export interface AuditRecord {
  readonly who: Actor;
  /** `login.succeeded`, `key.created`: a thing and what happened to it. */
  readonly what: string;
  /** What it was done to, `key:<id>`. */
  readonly target?: string;
  /** Address it came from. */
  readonly from?: string;
  /** Undefined: of the whole installation. */
  readonly project?: string;
  /** Never a secret. */
  readonly detail?: JsonObject;
}

/** Who acts, and from where: what `actorOf` says of a request. */
export type Acting = Required<Pick<AuditRecord, 'who' | 'from'>>;

/** Who did what, when, from where. Only ever written to. */
export abstract class Audit {
  /** @param transaction of the change itself, so that neither is kept without the other */
  abstract record(entry: AuditRecord, transaction?: ArchiveTransaction): Promise<void>;
}
