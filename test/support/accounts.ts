/** People with sessions, and keys, put into a database as they are kept there: for tests about what they may, not how they come. */
import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';

export interface TestPerson {
  readonly id: string;
  /** What a browser of theirs sends with everything. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface NewPerson {
  readonly name: string;
  readonly isOwner?: boolean;
  /** Role by project. */
  readonly roles?: Readonly<Record<string, string>>;
}

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export class TestAccounts {
  private constructor(private readonly client: pg.Client) {}

  static async of(databaseUrl: string): Promise<TestAccounts> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    return new TestAccounts(client);
  }

  query(sql: string, values: readonly unknown[] = []): Promise<pg.QueryResult> {
    return this.client.query(sql, [...values]);
  }

  async project(id: string): Promise<void> {
    await this.query('INSERT INTO projects (project, created_at) VALUES ($1, now()) ON CONFLICT DO NOTHING', [id]);
  }

  async person({ name, isOwner = false, roles = {} }: NewPerson): Promise<TestPerson> {
    const [id, token] = [randomBytes(8).toString('hex'), randomBytes(32).toString('base64url')];
    const email = `${id}@example.com`;
    await this.query('INSERT INTO users (id, email, name, is_owner) VALUES ($1, $2, $3, $4)', [
      id,
      email,
      name,
      isOwner,
    ]);
    for (const [project, role] of Object.entries(roles)) {
      await this.query('INSERT INTO memberships (project, user_id, role) VALUES ($1, $2, $3)', [project, id, role]);
    }
    await this.query(
      `INSERT INTO sessions (token_hash, id, user_id, address, user_agent, created_at, last_seen_at, expires_at)
       VALUES ($1, $2, $3, '127.0.0.1', 'test', now(), now(), now() + interval '1 day')`,
      [hashOf(token), randomBytes(8).toString('hex'), id],
    );
    const csrf = createHash('sha256').update(`csrf:${token}`).digest('base64url');
    return { id, headers: { cookie: `binnacle_session=${token}`, 'x-csrf-token': csrf } };
  }

  /** @returns the key as a program sends it */
  async key(project: string, ...scopes: string[]): Promise<string> {
    const [id, secret] = [randomBytes(8).toString('hex'), randomBytes(32).toString('base64url')];
    await this.query(
      `INSERT INTO api_keys (id, project, name, secret_hash, scopes, created_by, created_at)
       VALUES ($1, $2, $3, $4, $5, 'test', now())`,
      [id, project, scopes.join('+'), hashOf(secret), scopes],
    );
    return `bnk_${id}_${secret}`;
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
