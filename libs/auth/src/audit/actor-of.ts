import { callerOf, personOf } from '@binnacle/http';
import type { Acting, Actor } from './audit.js';

interface ActingRequest {
  readonly ip: string;
  readonly headers?: { readonly cookie?: string };
}

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;

/** Who a request is from, as the log names them. */
export function actorOf(request: ActingRequest): Acting {
  return { who: nameOf(request), from: request.ip };
}

function nameOf(request: ActingRequest): Actor {
  const caller = callerOf(request);
  if (caller.kind === 'person') return { kind: 'person', id: caller.userId, name: `${caller.name} <${caller.email}>` };
  if (caller.kind === 'key') return { kind: 'key', id: caller.keyId, name: caller.name };
  // Without accounts: as they call themselves, which nobody has checked.
  const name = caller.kind === 'open' ? personOf(request.headers?.cookie) : undefined;
  const nobody = caller.kind === 'open' && LOOPBACK.test(request.ip) ? 'loopback' : 'nobody signed in';
  return { kind: 'visitor', name: name ?? nobody };
}
