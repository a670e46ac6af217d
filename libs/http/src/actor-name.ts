import { callerOf } from './caller.js';
import { personOf } from './person-cookie.js';

interface ActingRequest {
  readonly ip: string;
  readonly headers: { readonly cookie?: string };
}

export interface ActingThrough {
  /** What the request says itself about who acts. */
  readonly given?: string | undefined;
  /** A page that people use, or a program. */
  readonly door: 'dashboard' | 'api';
}

/**
 * The name under which something is answered, claimed or sent. Who is signed in acts under their own name, whatever the request
 * says; a program's key may say for whom, and is named too.
 */
export function actorName(request: ActingRequest, { given, door }: ActingThrough): string {
  const caller = callerOf(request);
  if (caller.kind === 'person') return caller.name;
  if (caller.kind === 'key') return given ? `${given} (key ${caller.name})` : `key ${caller.name}`;
  const person = door === 'dashboard' ? personOf(request.headers.cookie) : undefined;
  return given ?? person ?? `${door} (${request.ip})`;
}
