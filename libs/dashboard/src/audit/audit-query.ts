import type { AuditSelection } from '@binnacle/auth';
import { BinnacleError, isStorableText } from '@binnacle/events';
import { callerOf, projectOf, refuseUnknown } from '@binnacle/http';
import { invalid, type QueryParameters, single, time } from '../history/event-query.js';

const MAX_CHARS = 256;
const KNOWN = ['actor', 'action', 'target', 'from', 'to', 'whole'];

/** @param others what the address takes besides. @throws BinnacleError `invalid_query`, `permission_denied` */
export function readAuditSelection(
  request: object,
  parameters: QueryParameters,
  others: readonly string[],
): AuditSelection {
  refuseUnknown(parameters, [...KNOWN, ...others]);
  const [from, to] = [time(parameters, 'from'), time(parameters, 'to')];
  return {
    project: isWhole(request, parameters) ? undefined : projectOf(request),
    who: text(parameters, 'actor'),
    what: text(parameters, 'action'),
    target: text(parameters, 'target'),
    ...(from && { from: new Date(from) }),
    ...(to && { to: new Date(to) }),
  };
}

/** Whether somebody may see what belongs to no project, and all projects. */
export function maySeeWhole(request: object): boolean {
  const caller = callerOf(request);
  return caller.kind === 'open' || (caller.kind === 'person' && caller.isOwner);
}

function isWhole(request: object, parameters: QueryParameters): boolean {
  const whole = single(parameters, 'whole');
  if (whole === undefined) return false;
  if (whole !== '1') throw invalid('whole', 'must be 1 or left out');
  if (maySeeWhole(request)) return true;
  throw new BinnacleError('permission_denied', 'the log of the whole installation needs the permission `owner`', {
    permission: 'owner',
  });
}

function text(parameters: QueryParameters, name: string): string | undefined {
  const value = single(parameters, name);
  if (value === undefined || (value.length <= MAX_CHARS && isStorableText(value))) return value;
  throw invalid(name, `must be a text of at most ${MAX_CHARS} characters`);
}
