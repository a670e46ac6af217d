import type { Project } from '@binnacle/auth';
import { BinnacleError, isJsonObject } from '@binnacle/events';

export interface WireProject {
  readonly id: string;
  readonly name: string;
  readonly archived: boolean;
  readonly retention_days: number | null;
  readonly created_at: string | null;
  readonly archived_at: string | null;
}

export const projectToWire = ({ id, name, archivedAt, retentionDays, createdAt }: Project): WireProject => ({
  id,
  name,
  archived: archivedAt !== null,
  retention_days: retentionDays,
  created_at: createdAt?.toISOString() ?? null,
  archived_at: archivedAt?.toISOString() ?? null,
});

/** @throws BinnacleError `field_invalid`, naming the field */
export function readProjectInput(given: unknown): { readonly id: string; readonly name: string } {
  const { id, name = id } = membersOf(given, ['id', 'name']);
  return { id: text('id', id), name: text('name', name) };
}

export interface ProjectChanges {
  readonly name?: string;
  /** null: as the server is configured. */
  readonly retentionDays?: number | null;
  readonly isArchived?: boolean;
}

/** What is left out stays as it is. @throws BinnacleError `field_invalid`, naming the field */
export function readProjectChanges(given: unknown): ProjectChanges {
  const { name, retention_days: days, archived } = membersOf(given, ['name', 'retention_days', 'archived']);
  if (days !== undefined && days !== null && typeof days !== 'number')
    throw invalid('retention_days', 'must be a number or null');
  if (archived !== undefined && typeof archived !== 'boolean') throw invalid('archived', 'must be true or false');
  return {
    ...(name !== undefined && { name: text('name', name) }),
    ...(days !== undefined && { retentionDays: days }),
    ...(archived !== undefined && { isArchived: archived }),
  };
}

function membersOf(given: unknown, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (!isJsonObject(given)) throw new BinnacleError('field_invalid', 'the body must be a JSON object');
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown === undefined) return given;
  throw invalid(unknown.slice(0, 80), `is not known; ${known.join(', ')} are`);
}

function text(field: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw invalid(field, 'must be a text');
}

const invalid = (field: string, what: string) => new BinnacleError('field_invalid', `\`${field}\` ${what}`, { field });
