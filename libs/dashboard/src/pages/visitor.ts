import { CSRF_FIELD } from '@binnacle/auth';
import { callerOf, isProjectArchived, mayCaller, type ProjectPermission, projectOf } from '@binnacle/http';
import { type Html, html } from '@binnacle/plugin-kit';

/** Who looks at a page, as far as the page shows it. */
export interface Visitor {
  readonly kind: 'open' | 'unknown' | 'person' | 'key';
  /** Without accounts: whether only this machine gets here. */
  readonly isLocal: boolean;
  readonly name: string;
  readonly project: string;
  /** What is in the project is read only. */
  readonly isArchived: boolean;
  readonly isOwner: boolean;
  /** What state changes of this session carry; empty without one. */
  readonly csrfToken: string;
  may(permission: ProjectPermission | 'owner'): boolean;
}

export function visitorOf(request: object): Visitor {
  const caller = callerOf(request);
  const isOwner = caller.kind === 'open' || (caller.kind === 'person' && caller.isOwner);
  return {
    kind: caller.kind,
    isLocal: caller.kind === 'open' && caller.reach !== 'network',
    name: caller.kind === 'person' || caller.kind === 'key' ? caller.name : '',
    project: projectOf(request),
    isArchived: isProjectArchived(request),
    isOwner,
    csrfToken: caller.kind === 'person' ? caller.csrfToken : '',
    may: (permission) => (permission === 'owner' ? isOwner : mayCaller(request, permission)),
  };
}

/** In forms of pages that are for one person alone: they work without a script too. */
export const csrfField = ({ csrfToken }: Visitor): Html =>
  csrfToken ? html`<input type="hidden" name="${CSRF_FIELD}" value="${csrfToken}">` : html``;
