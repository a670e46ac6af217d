import { BinnacleError, LifecycleError } from '@binnacle/events';
import { type Caller, callerOf, isProjectArchived, type Permission, projectOf } from '@binnacle/http';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccessMode } from './access-mode.js';
import { takeCsrfToken } from './csrf.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** What an archived project leaves as it is. */
const UNTOUCHED: ReadonlySet<Permission> = new Set<Permission>(['public', 'signed-in', 'read', 'owner']);

/** Decides whether a caller may do what a route asks. */
@Injectable()
export class Admission {
  constructor(private readonly mode: AccessMode) {}

  /** Why a request may not do what needs `permission`; undefined when it may. */
  refusal(request: FastifyRequest, permission: Permission | undefined): BinnacleError | undefined {
    const mode = this.mode.current();
    if (permission === 'ask' && isFetchedFromElsewhere(request)) {
      return new BinnacleError('cross_origin', 'who waits takes the answer: a page of another site may not even look');
    }
    if (permission === 'public') return undefined;
    if (mode === 'open') return archivedFault(request, permission);
    if (mode === 'setup') {
      return new LifecycleError(
        'setup_required',
        'nobody has an account yet: open the link that the server has printed',
      );
    }
    const caller = callerOf(request);
    if (caller.kind === 'unknown') {
      return new BinnacleError('unauthenticated', caller.fault ?? 'neither a key nor a session came with the request');
    }
    // Asked of people's browsers only: no other page can make a program send its key.
    if (caller.kind === 'person' && !SAFE.has(request.method) && !takeCsrfToken(request, caller.csrfToken)) {
      return new BinnacleError('csrf_refused', 'the request does not carry the token of this session’s pages');
    }
    return permissionFault(caller, permission, projectOf(request)) ?? archivedFault(request, permission);
  }
}

/**
 * Only browsers say so. `GET` of what needs `ask` takes answers and messages from the agent that they are for; a cookie of
 * `SameSite=Lax` comes with a link that somebody follows, and without accounts no cookie is needed.
 */
function isFetchedFromElsewhere({ method, headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  return SAFE.has(method) && (site === 'cross-site' || site === 'same-site');
}

/** Whoever asks, and also who may: an archived project is only read. */
function archivedFault(request: FastifyRequest, permission: Permission | undefined): BinnacleError | undefined {
  if (!permission || !isProjectArchived(request) || UNTOUCHED.has(permission)) return undefined;
  if (permission === 'admin' && SAFE.has(request.method)) return undefined;
  const project = projectOf(request);
  return new BinnacleError('project_archived', `the project ${JSON.stringify(project)} is archived`, { project });
}

function permissionFault(
  caller: Caller,
  permission: Permission | undefined,
  project: string,
): BinnacleError | undefined {
  if (permission === undefined) {
    return new BinnacleError('permission_denied', 'the route does not declare who may use it, so nobody may');
  }
  if (has(caller, permission)) return undefined;
  const where = permission === 'owner' ? 'of the whole installation' : `in the project ${JSON.stringify(project)}`;
  return new BinnacleError('permission_denied', `this needs the permission \`${permission}\` ${where}`, {
    permission,
    ...(permission !== 'owner' && { project }),
  });
}

function has(caller: Caller, permission: Permission): boolean {
  if (permission === 'public') return true;
  // Accounts were made between the request and its check: what it came with was not read.
  if (caller.kind === 'open' || caller.kind === 'unknown') return false;
  if (permission === 'signed-in') return true;
  if (permission === 'owner') return caller.kind === 'person' && caller.isOwner;
  return caller.permissions.has(permission);
}
