import { BinnacleError } from '@binnacle/events';
import { type ArchiveTransaction, PrismaService } from '@binnacle/persistence';
import { Injectable } from '@nestjs/common';
import { OpenConnections } from '../access/open-connections.js';
import { isScope, type Scope } from '../access/role.js';
import { type Actor, Audit } from '../audit/audit.js';
import { hashOfSecret } from '../secret.js';
import { KeyRing } from './key-ring.js';
import { keyText, newKeyParts } from './key-text.js';

/** A key as it is shown: its secret never is again. */
export interface ApiKey {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly rotatedAt: Date | null;
  /** While a rotation lets the secret before hold. */
  readonly previousUntil: Date | null;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface KeyTerms {
  readonly project: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Undefined: until it is revoked. */
  readonly expiresInDays?: number;
}

export interface KeyChange {
  readonly by: Actor;
  readonly from: string;
}

/** The key whole: to be shown once. */
export interface FreshKey {
  readonly id: string;
  readonly text: string;
}

/** Hours the old secret may hold after a rotation. */
export const MAX_GRACE_HOURS = 168;
export const DEFAULT_GRACE_HOURS = 24;
export const MAX_KEY_DAYS = 3_650;
const MAX_KEYS = 500;
const MAX_NAME_CHARS = 80;
const HOUR = 3_600_000;

const select = {
  id: true,
  project: true,
  name: true,
  scopes: true,
  createdBy: true,
  createdAt: true,
  rotatedAt: true,
  previousUntil: true,
  expiresAt: true,
  lastUsedAt: true,
  revokedAt: true,
} as const;

/** Keys of programs: made, rotated, revoked. They are checked by `KeyRing`. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly database: PrismaService,
    private readonly ring: KeyRing,
    private readonly connections: OpenConnections,
    private readonly audit: Audit,
  ) {}

  /** Newest first; revoked ones stay to be seen. */
  list(project: string): Promise<ApiKey[]> {
    return this.database.apiKey.findMany({
      where: { project },
      orderBy: { createdAt: 'desc' },
      take: MAX_KEYS,
      select,
    });
  }

  /** @throws BinnacleError `field_invalid`, `too_many_keys` */
  async create(terms: KeyTerms, { by, from }: KeyChange): Promise<FreshKey> {
    const { project, expiresInDays } = terms;
    const [name, scopes] = [nameOf(terms.name), scopesOf(terms.scopes)];
    const parts = newKeyParts();
    const now = Date.now();
    await this.database.$transaction(async (transaction) => {
      await this.assertRoom(project, transaction);
      await transaction.apiKey.create({
        data: {
          id: parts.id,
          project,
          name,
          scopes: [...scopes],
          secretHash: hashOfSecret(parts.secret),
          createdBy: by.name,
          createdAt: new Date(now),
          expiresAt: expiresInDays === undefined ? null : new Date(now + daysOf(expiresInDays) * 24 * HOUR),
        },
      });
      const record = { who: by, what: 'key.created', target: `key:${parts.id}`, project, from };
      await this.audit.record({ ...record, detail: { name, scopes: [...scopes] } }, transaction);
    });
    // Somebody may have asked for this id before it was one.
    this.ring.forget(parts.id);
    return { id: parts.id, text: keyText(parts) };
  }

  /**
   * A new secret for the same key. The old one holds for the hours of grace, so that programs can change one by one.
   *
   * @throws BinnacleError `api_key_not_found` also for a revoked one, `field_invalid`
   */
  async rotate(project: string, id: string, graceHours: number, { by, from }: KeyChange): Promise<FreshKey> {
    if (!(graceHours >= 0 && graceHours <= MAX_GRACE_HOURS)) {
      const detail = `\`grace_hours\` must be from 0 to ${MAX_GRACE_HOURS}`;
      throw new BinnacleError('field_invalid', detail, { field: 'grace_hours', limit: MAX_GRACE_HOURS });
    }
    const parts = newKeyParts(id);
    await this.database.$transaction(async (transaction) => {
      const key = await transaction.apiKey.findFirst({ where: { id, project, revokedAt: null } });
      if (!key) throw notFound(id);
      await transaction.apiKey.update({
        where: { id },
        data: {
          secretHash: hashOfSecret(parts.secret),
          previousHash: graceHours > 0 ? key.secretHash : null,
          previousUntil: graceHours > 0 ? new Date(Date.now() + graceHours * HOUR) : null,
          rotatedAt: new Date(),
        },
      });
      const record = { who: by, what: 'key.rotated', target: `key:${id}`, project, from };
      await this.audit.record({ ...record, detail: { name: key.name, grace_hours: graceHours } }, transaction);
    });
    this.ring.forget(id);
    return { id, text: keyText(parts) };
  }

  /** At once: what is open with it ends. @throws BinnacleError `api_key_not_found` */
  async revoke(project: string, id: string, { by, from }: KeyChange): Promise<void> {
    await this.database.$transaction(async (transaction) => {
      const { count } = await transaction.apiKey.updateMany({
        where: { id, project, revokedAt: null },
        data: { revokedAt: new Date() },
      });
      if (count !== 1) throw notFound(id);
      await this.audit.record({ who: by, what: 'key.revoked', target: `key:${id}`, project, from }, transaction);
    });
    this.ring.forget(id);
    await this.connections.recheck();
  }

  private async assertRoom(project: string, transaction: ArchiveTransaction): Promise<void> {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('binnacle keys'), hashtext(${project}))`;
    const count = await transaction.apiKey.count({ where: { project, revokedAt: null } });
    if (count < MAX_KEYS) return;
    throw new BinnacleError('too_many_keys', `the project has ${count} keys; the limit is ${MAX_KEYS}`, {
      limit: MAX_KEYS,
    });
  }
}

function nameOf(text: string): string {
  const name = text
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
  if (name !== '' && name.length <= MAX_NAME_CHARS) return name;
  throw new BinnacleError('field_invalid', `\`name\` must have 1 to ${MAX_NAME_CHARS} characters`, { field: 'name' });
}

function scopesOf(given: readonly string[]): readonly Scope[] {
  const scopes = [...new Set(given)];
  if (scopes.length > 0 && scopes.every(isScope)) return scopes;
  throw new BinnacleError('field_invalid', '`scopes` must be some of ingest, ask, read, answer, admin', {
    field: 'scopes',
  });
}

function daysOf(days: number): number {
  if (Number.isInteger(days) && days >= 1 && days <= MAX_KEY_DAYS) return days;
  const detail = `\`expires_in_days\` must be a whole number from 1 to ${MAX_KEY_DAYS}`;
  throw new BinnacleError('field_invalid', detail, { field: 'expires_in_days', limit: MAX_KEY_DAYS });
}

const notFound = (id: string) =>
  new BinnacleError('api_key_not_found', `the project has no key ${JSON.stringify(id.slice(0, 40))} that still holds`);
