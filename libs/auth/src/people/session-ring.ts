import { PrismaService } from '@binnacle/persistence';
import { Injectable, Logger } from '@nestjs/common';
import { Ring } from '../access/ring.js';

/** A session with its person, as a request needs them. */
export interface RingSession {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly isOwner: boolean;
  /** By project. */
  readonly roles: ReadonlyMap<string, string>;
  readonly isDisabled: boolean;
  readonly expiresAt: Date;
  lastSeenAt: Date;
}

type SessionRow = Omit<RingSession, 'roles'> & {
  readonly hash: string;
  readonly roles: Readonly<Record<string, string>>;
};

/** Milliseconds without a request after which a session is over. */
export const IDLE_MS = 7 * 86_400_000;
/** Milliseconds after signing in at which a session is over however much it is used. */
export const LONGEST_MS = 30 * 86_400_000;
/** Milliseconds between two notes of when a session was last seen. */
const NOTE_EVERY_MS = 60_000;

/** Finds the session of a cookie. */
@Injectable()
export class SessionRing {
  private readonly logger = new Logger('Sessions');
  private readonly ring = new Ring<RingSession>((hashes) => this.read(hashes));

  constructor(private readonly database: PrismaService) {}

  /** @param hash of the cookie, in hex. Undefined when it holds no more */
  async current(hash: string): Promise<RingSession | undefined> {
    const session = await this.ring.get(hash);
    return session && isAlive(session) ? session : undefined;
  }

  noteSeen(hash: string, session: RingSession): void {
    const now = new Date();
    if (now.getTime() - session.lastSeenAt.getTime() < NOTE_EVERY_MS) return;
    session.lastSeenAt = now;
    this.database.session
      .updateMany({ where: { tokenHash: Buffer.from(hash, 'hex') }, data: { lastSeenAt: now } })
      .catch((error) => this.logger.warn({ err: error }, 'when a session was last seen was not noted'));
  }

  /** Something about people changed in this process. Rare, and cheaper read again than searched for. */
  forgetAll(): void {
    this.ring.forgetAll();
  }

  /** One query, with all projects of each person: the sessions of every open stream are read so, every few seconds. */
  private async read(hashes: readonly string[]): Promise<ReadonlyMap<string, RingSession>> {
    const found = await this.database.$queryRaw<SessionRow[]>`
      SELECT encode(s.token_hash, 'hex') AS hash, s.id, u.id AS "userId", u.name, u.email, u.is_owner AS "isOwner",
        u.disabled_at IS NOT NULL AS "isDisabled", s.expires_at AS "expiresAt", s.last_seen_at AS "lastSeenAt",
        (SELECT COALESCE(json_object_agg(m.project, m.role), '{}') FROM memberships m WHERE m.user_id = u.id) AS roles
      FROM sessions s JOIN users u ON u.id = s.user_id
      WHERE s.token_hash = ANY(SELECT decode(hash, 'hex') FROM unnest(${hashes}::text[]) AS hash)`;
    return new Map(found.map(({ hash, roles, ...row }) => [hash, { ...row, roles: new Map(Object.entries(roles)) }]));
  }
}

function isAlive({ isDisabled, expiresAt, lastSeenAt }: RingSession): boolean {
  const now = Date.now();
  return !isDisabled && expiresAt.getTime() > now && lastSeenAt.getTime() + IDLE_MS > now;
}
