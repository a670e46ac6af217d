import type { AuditEntry } from '@binnacle/auth';
import type { JsonObject } from '@binnacle/events';
import { csvRow } from '../history/export/csv-line.js';

export interface WireAuditEntry {
  readonly id: string;
  readonly at: string;
  readonly project: string | null;
  readonly actor: { readonly kind: string; readonly id: string | null; readonly name: string };
  readonly action: string;
  readonly target: string | null;
  readonly address: string | null;
  readonly detail: JsonObject;
}

export const auditToWire = ({ id, at, project, who, what, target, from, detail }: AuditEntry): WireAuditEntry => ({
  id: id.toString(),
  at: at.toISOString(),
  project,
  actor: { ...who },
  action: what,
  target,
  address: from,
  detail,
});

export const AUDIT_CSV_HEADER = 'id,at,project,actor_kind,actor_id,actor,action,target,address,detail\r\n';

export function auditCsvLine(entry: AuditEntry): string {
  const { id, at, project, actor, action, target, address, detail } = auditToWire(entry);
  const who = [actor.kind, actor.id ?? '', actor.name];
  return csvRow([id, at, project ?? '', ...who, action, target ?? '', address ?? '', JSON.stringify(detail)]);
}

export const auditJsonLine = (entry: AuditEntry): string => `${JSON.stringify(auditToWire(entry))}\n`;
