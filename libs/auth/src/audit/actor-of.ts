import { callerOf } from '@binnacle/http';
import type { Actor, AuditRecord } from './audit.js';

/** Who a request is from, as the log names them. */
export function actorOf(request: { readonly ip: string }): Required<Pick<AuditRecord, 'who' | 'from'>> {
  return { who: nameOf(request), from: request.ip };
}

function nameOf(request: object): Actor {
  const caller = callerOf(request);
  if (caller.kind === 'person') return { kind: 'person', id: caller.userId, name: `${caller.name} <${caller.email}>` };
  if (caller.kind === 'key') return { kind: 'key', id: caller.keyId, name: caller.name };
  return { kind: 'visitor', name: 'nobody signed in' };
}
