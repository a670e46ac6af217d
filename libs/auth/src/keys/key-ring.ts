import { PrismaService } from '@binnacle/persistence';
import { Injectable, Logger } from '@nestjs/common';
import { Ring } from '../access/ring.js';
import { hashOfSecret, sameHash } from '../secret.js';
import { parseKey } from './key-text.js';

/** A key as it is checked. */
export interface RingKey {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly secretHash: Uint8Array;
  readonly previousHash: Uint8Array | null;
  readonly previousUntil: Date | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly isArchived: boolean;
  lastUsedAt: Date | null;
}

/** Milliseconds between two notes of when a key was last used. */
const NOTE_EVERY_MS = 60_000;

/** Checks keys at the rate of ingest: one hash, no query. */
@Injectable()
export class KeyRing {
  private readonly logger = new Logger('Keys');
  private readonly ring = new Ring<RingKey>((ids) => this.read(ids));

  constructor(private readonly database: PrismaService) {}

  /** @returns the key, or in words what is wrong with it */
  async check(text: string): Promise<RingKey | string> {
    const parts = parseKey(text);
    if (!parts) return 'what was sent is no key of Binnacle';
    const key = await this.ring.get(parts.id);
    // The same words for an unknown id and a wrong secret: neither is told apart.
    if (!key || !holds(key, hashOfSecret(parts.secret))) return 'there is no such key';
    const fault = faultOf(key);
    if (fault) return fault;
    this.noteUse(key);
    return key;
  }

  /** Undefined when it holds no more. */
  async current(id: string): Promise<RingKey | undefined> {
    const key = await this.ring.get(id);
    return key && !faultOf(key) ? key : undefined;
  }

  /** After a change in this process: the next request sees it. */
  forget(id: string): void {
    this.ring.forget(id);
  }

  forgetAll(): void {
    this.ring.forgetAll();
  }

  private async read(ids: readonly string[]): Promise<ReadonlyMap<string, RingKey>> {
    const found = await this.database.$queryRaw<RingKey[]>`
      SELECT k.id, k.project, k.name, k.scopes, k.secret_hash AS "secretHash", k.previous_hash AS "previousHash",
        k.previous_until AS "previousUntil", k.expires_at AS "expiresAt", k.revoked_at AS "revokedAt",
        k.last_used_at AS "lastUsedAt", p.archived_at IS NOT NULL AS "isArchived"
      FROM api_keys k LEFT JOIN projects p ON p.project = k.project WHERE k.id = ANY(${ids}::text[])`;
    return new Map(found.map((key) => [key.id, key]));
  }

  private noteUse(key: RingKey): void {
    const now = new Date();
    if (key.lastUsedAt && now.getTime() - key.lastUsedAt.getTime() < NOTE_EVERY_MS) return;
    key.lastUsedAt = now;
    this.database.apiKey
      .updateMany({ where: { id: key.id }, data: { lastUsedAt: now } })
      .catch((error) => this.logger.warn({ err: error }, 'the last use of a key was not noted'));
  }
}

function holds(key: RingKey, hash: Uint8Array): boolean {
  if (sameHash(key.secretHash, hash)) return true;
  const { previousHash, previousUntil } = key;
  return Boolean(previousHash && previousUntil && previousUntil.getTime() > Date.now() && sameHash(previousHash, hash));
}

function faultOf({ revokedAt, expiresAt }: RingKey): string | undefined {
  if (revokedAt) return 'the key is revoked';
  if (expiresAt && expiresAt.getTime() <= Date.now()) return 'the key has expired';
  return undefined;
}
