/** `npm start` as a user types it, with the embedded database: up, down by Ctrl-C and by SIGTERM, and up again with everything there. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findPostmasterPid } from '../support/postmaster.js';
import { SseClient } from '../support/sse-client.js';

const ROOT = path.resolve(import.meta.dirname, '../..');

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** npm may be gone a moment before the server and its database are. */
async function ended(pid: number): Promise<void> {
  for (let waited = 0; alive(pid) && waited < 200; waited++) await new Promise((resolve) => setTimeout(resolve, 50));
}

describe('npm start', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'binnacle-start-'));
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  /** Started in a process group of its own, as a terminal does. */
  async function start(): Promise<{ child: ChildProcess; url: string }> {
    const child = spawn('npm', ['start'], {
      cwd: ROOT,
      env: { ...process.env, PORT: '0', BINNACLE_DATA_DIR: dataDir, LOG_LEVEL: 'warn', DATABASE_URL: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    const url = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)));
      const read = (chunk: Buffer) => {
        output += chunk;
        const [, found] = /Binnacle is ready: (\S+)/.exec(output) ?? [];
        if (found) resolve(found);
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', read);
    });
    return { child, url };
  }

  const send = (url: string, id: string) =>
    fetch(`${url}/api/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id, type: 'agent:started' }),
    });

  it.each([
    ['Ctrl-C', (child: ChildProcess) => process.kill(-(child.pid as number), 'SIGINT')],
    ['SIGTERM', (child: ChildProcess) => child.kill('SIGTERM')],
  ])(
    'prints its URL, and stops cleanly by %s: streams end, the database stops, nothing is lost',
    async (name, stop) => {
      const { child, url } = await start();
      const stream = await SseClient.open(`${url}/events`);
      expect((await send(url, `before ${name}`.replaceAll(' ', '-'))).status).toBe(200);
      const postgres = await findPostmasterPid(dataDir);
      const exit = once(child, 'exit');
      stop(child);
      await exit;
      await ended(postgres);
      expect({ streamEnded: stream.ended, postgresAlive: alive(postgres) }).toEqual({
        streamEnded: true,
        postgresAlive: false,
      });
    },
    90_000,
  );

  it('has everything after the next start', async () => {
    const { child, url } = await start();
    for (const id of ['before-Ctrl-C', 'before-SIGTERM'])
      expect((await fetch(`${url}/api/v1/events/${id}`)).status).toBe(200);
    const postgres = await findPostmasterPid(dataDir);
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
    await ended(postgres);
  }, 90_000);
});
