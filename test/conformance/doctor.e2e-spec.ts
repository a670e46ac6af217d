/** `binnacle doctor` as a process of its own, in surroundings that are well and in such as are not. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../libs/persistence/src/embedded/free-port.js';
import { TestAccounts } from '../support/accounts.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

const BINNACLE = path.resolve(import.meta.dirname, '../../tools/binnacle.mjs');

describe('binnacle doctor', () => {
  let database: TestDatabase;
  let server: TestServer;
  let folder: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
    folder = mkdtempSync(path.join(tmpdir(), 'doctor-'));
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const doctor = (env: Readonly<Record<string, string>>) =>
    new Promise<{ code: number; out: string; found: Record<string, string[]> }>((resolve) => {
      const options = { cwd: folder, env: { PATH: process.env.PATH, ...env } };
      execFile(process.execPath, [BINNACLE, 'doctor'], options, (error, out, stderr) => {
        const found: Record<string, string[]> = {};
        for (const [, state, about = '', detail] of out.matchAll(/^(ok|warn|fail|skip) +(\S+(?: url)?) {2,}(.*)$/gm))
          found[about] = [...(found[about] ?? []), `${state} ${detail}`];
        resolve({ code: error ? Number(error.code) : 0, out: out + stderr, found });
      });
    });

  it('finds nothing beside a server that runs', async () => {
    const { code, found, out } = await doctor({ DATABASE_URL: database.url, BINNACLE_PUBLIC_URL: server.url });
    expect(found).toEqual({
      node: [`ok ${process.versions.node}`],
      environment: ['ok can be read'],
      database: [expect.stringMatching(/^ok Postgres 1\d\.\d+ at 127\.0\.0\.1:\d+\/\w+, answered in \d+ ms$/)],
      migrations: [expect.stringMatching(/^ok all \d+ are applied$/)],
      clock: [expect.stringMatching(/^ok the database’s is \d+ ms (behind|ahead)$/)],
      disk: ['skip is where the database is'],
      address: ['ok listens on 127.0.0.1:4700, this machine only'],
      'public url': [`ok a Binnacle answers at ${server.url}`],
    });
    expect(out).toContain('Nothing is in the way of a start.');
    expect(code).toBe(0);
  }, 60_000);

  it('says what is misspelt, and what the start would refuse, without its value when that may be a secret', async () => {
    const slip = await doctor({ DATABASE_URL: database.url, BINNACLE_RETENTION_DAY: '30' });
    expect([slip.code, slip.found.environment]).toEqual([
      0,
      ['ok can be read', expect.stringContaining('warn nothing of the server reads BINNACLE_RETENTION_DAY')],
    ]);
    const refused = await doctor({ DATABASE_URL: 'mysql://root:hunter2@db/x' });
    expect([refused.code, refused.found.environment]).toEqual([
      1,
      [expect.stringContaining('fail DATABASE_URL is no URL')],
    ]);
    expect(refused.out).not.toContain('hunter2');
  }, 60_000);

  it('tells a database that is away, one of a newer version and one that is behind apart', async () => {
    const away = await doctor({ DATABASE_URL: `postgresql://ada:hunter2@127.0.0.1:${await freePort()}/x` });
    expect([away.code, away.found.database]).toEqual([
      1,
      [expect.stringMatching(/^fail 127\.0\.0\.1:\d+\/x: .*ECONNREFUSED/)],
    ]);
    expect(away.out).not.toContain('hunter2');

    const accounts = await TestAccounts.of(database.url);
    const add = `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '29990101000000_later', now())`;
    await accounts.query(add);
    const newer = await doctor({ DATABASE_URL: database.url });
    expect([newer.code, newer.found.migrations]).toEqual([
      1,
      [expect.stringContaining('by a newer Binnacle: 29990101000000_later')],
    ]);
    await accounts.query(`DELETE FROM _prisma_migrations WHERE id = 'x'`);

    const { rows } = await accounts.query('SELECT * FROM _prisma_migrations ORDER BY migration_name DESC LIMIT 1');
    await accounts.query('DELETE FROM _prisma_migrations WHERE id = $1', [rows[0].id]);
    const behind = await doctor({ DATABASE_URL: database.url });
    expect([behind.code, behind.found.migrations]).toEqual([
      0,
      [expect.stringContaining(`back up before: ${rows[0].migration_name}`)],
    ]);
    const names = Object.keys(rows[0]);
    const places = names.map((_, index) => `$${index + 1}`);
    await accounts.query(`INSERT INTO _prisma_migrations (${names}) VALUES (${places})`, Object.values(rows[0]));
    await accounts.close();
  }, 60_000);

  it('says what does not fit together in addresses, proxies and targets', async () => {
    const port = await freePort();
    const { code, found } = await doctor({
      DATABASE_URL: database.url,
      HOST: '0.0.0.0',
      BINNACLE_OPEN_ACCESS: '1',
      BINNACLE_PUBLIC_URL: 'https://binnacle.invalid/below',
      BINNACLE_TRUSTED_PROXIES: '10.0.0.1, 0.0.0.0/0',
      BINNACLE_SELF_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      BINNACLE_OIDC_ISSUER: `http://127.0.0.1:${port}`,
      BINNACLE_OIDC_CLIENT_ID: 'x',
    });
    expect(code).toBe(1);
    expect(found).toMatchObject({
      address: ['ok listens on 0.0.0.0:4700'],
      access: [expect.stringContaining('warn BINNACLE_OPEN_ACCESS serves everybody')],
      'public url': [
        'fail https://binnacle.invalid/below has a path; Binnacle serves at the root of a host only',
        expect.stringContaining('skip nobody answers at https://binnacle.invalid/below now'),
      ],
      proxies: [expect.stringContaining('fail BINNACLE_TRUSTED_PROXIES holds everybody')],
      telemetry: [expect.stringMatching(/^warn .* does not answer: ECONNREFUSED$/)],
      'sign-in': [expect.stringMatching(/^fail .* does not answer: ECONNREFUSED$/)],
    });
    const plain = await doctor({ DATABASE_URL: database.url, HOST: '0.0.0.0' });
    expect([plain.code, plain.found['public url']]).toEqual([
      0,
      [expect.stringContaining('warn BINNACLE_PUBLIC_URL is not set')],
    ]);
  }, 60_000);

  it('starts no database, and tells how much room there is for it', async () => {
    const { code, found } = await doctor({});
    expect(code).toBe(0);
    expect(found.database).toEqual([expect.stringContaining('skip there is none yet')]);
    expect(found.disk).toEqual([expect.stringMatching(/^(ok|warn) [\d.]+ GB \(\d+ %\) free at /)]);
  }, 60_000);
});
