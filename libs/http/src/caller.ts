import { isProjectArchived } from './archived-project.js';
import type { Permission } from './requires.js';

/** What a permission within a project is about. */
export type ProjectPermission = Exclude<Permission, 'public' | 'signed-in' | 'owner'>;

/** There are no accounts: whoever reaches the server may do everything. */
export interface OpenCaller {
  readonly kind: 'open';
  /** `network`: from other machines too. */
  readonly reach?: 'machine' | 'network';
}

/** Nobody known. `fault`: what was wrong with the key or session that came along. */
export interface UnknownCaller {
  readonly kind: 'unknown';
  readonly fault?: string;
}

export interface PersonCaller {
  readonly kind: 'person';
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly isOwner: boolean;
  readonly sessionId: string;
  /** What a state change by this session's browser carries. */
  readonly csrfToken: string;
  /** Of the projects the person is a member of; an owner may more. */
  readonly roles: ReadonlyMap<string, string>;
  /** In the project of this request. */
  readonly permissions: ReadonlySet<ProjectPermission>;
}

export interface KeyCaller {
  readonly kind: 'key';
  readonly keyId: string;
  readonly name: string;
  readonly project: string;
  readonly permissions: ReadonlySet<ProjectPermission>;
}

export type Caller = OpenCaller | UnknownCaller | PersonCaller | KeyCaller;

/** Where the caller is on a request, once it is known who calls. */
export const CALLER = Symbol('binnacle.caller');

const OPEN: OpenCaller = { kind: 'open' };

/** Who sent a request. Without accounts everybody is `open`. */
export const callerOf = (request: object): Caller => (request as { readonly [CALLER]?: Caller })[CALLER] ?? OPEN;

/** Whether the caller may do that in the project of the request: for what a page shows. Routes say it with `@Requires`. */
export function mayCaller(request: object, permission: ProjectPermission): boolean {
  const caller = callerOf(request);
  if (permission !== 'read' && isProjectArchived(request)) return false;
  if (caller.kind === 'open') return true;
  return caller.kind !== 'unknown' && caller.permissions.has(permission);
}
