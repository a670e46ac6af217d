import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../../apps/cli/src/run-cli.js';
import { CapturedTerminal } from '../../apps/cli/src/terminal/captured-terminal.fixture.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

const NDJSON = { accept: 'application/x-ndjson' };
const COUNT = 2_500;

describe('moving events', () => {
  let databases: TestDatabase[];
  let server: TestServer;
  let other: TestServer;
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'binnacle-export-'));
    databases = await Promise.all([createTestDatabase(), createTestDatabase()]);
    const [here, there] = databases.map(({ url }) => url);
    [server, other] = await Promise.all([
      TestServer.start({ databaseUrl: here as string }),
      TestServer.start({ databaseUrl: there as string }),
    ]);
    const make = (index: number) => ({
      id: `e${index}`,
      type: index % 5 ? 'tool:called' : 'tool:failed',
      timestamp: Date.UTC(2026, 0, 1) + index,
      agent_id: index % 2 ? '=cmd|calc' : 'naïve, "quoted"',
      payload: {
        z: 1,
        a: [0.1, 1e21, -0, 'ü\u2028\r\n'],
        text: 'x'.repeat(index % 700),
        nested: { b: null, '': true },
      },
    });
    await server.send(Array.from({ length: COUNT }, (_, index) => make(index)));
    await server.send([
      { id: 'asked', type: 'agent:blocked', agent_id: 'a', payload: { question: 'Go?', msg_id: 'm' } },
    ]);
  });
  afterAll(async () => {
    await Promise.all([server?.stop(), other?.stop()]);
    await Promise.all(databases.map((database) => database.drop()));
    await rm(directory, { recursive: true, force: true });
  });

  const lines = (text: string) => text.split('\n').slice(0, -1);
  const cli = async (to: TestServer, ...args: string[]) => {
    const terminal = new CapturedTerminal();
    terminal.env.BINNACLE_URL = to.url;
    return { code: await runCli(args, terminal), out: terminal.stdout, err: terminal.stderr };
  };

  describe('GET /api/v1/events as an export', () => {
    it('streams every event once, in either order, the same as pages give them', async () => {
      const response = await server.get('/api/v1/events?order=asc', NDJSON);
      expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
      expect(response.headers.get('content-disposition')).toContain('binnacle-events.ndjson');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      const events = lines(await response.text()).map((line) => JSON.parse(line) as { id: string });
      expect(events).toHaveLength(COUNT + 1);
      const page = await server.json<{ data: unknown[] }>('/api/v1/events?order=asc&limit=1000');
      expect(events.slice(0, 1_000)).toEqual(page.data);
      const newest = lines(await (await server.get('/api/v1/events', NDJSON)).text());
      expect(newest.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(
        events.map(({ id }) => id).reverse(),
      );
    });

    it('takes every filter, and a limit', async () => {
      const failed = await (await server.get('/api/v1/events?type=tool:failed', NDJSON)).text();
      expect(lines(failed)).toHaveLength(COUNT / 5);
      const query = encodeURIComponent('payload.z=1 type:tool:failed');
      expect(lines(await (await server.get(`/api/v1/events?query=${query}&limit=1500`, NDJSON)).text())).toHaveLength(
        COUNT / 5,
      );
      expect(lines(await (await server.get('/api/v1/events?limit=1234', NDJSON)).text())).toHaveLength(1_234);
    });

    it('writes CSV that a spreadsheet reads as text', async () => {
      const csv = await (await server.get('/api/v1/events?order=asc&limit=2', { accept: 'text/csv' })).text();
      const rows = csv.split('\r\n');
      expect(rows[0]).toMatch(/^seq,id,timestamp,.*,payload$/);
      expect(rows[1]).toContain(',"naïve, ""quoted""",');
      expect(csv).toContain(",'=cmd|calc,");
    });

    it('is compressed for who asks for it', async () => {
      const raw = await new Promise<{ encoding: string | undefined; body: Buffer }>((resolve, reject) => {
        const headers = { ...NDJSON, 'accept-encoding': 'gzip' };
        http.get(`${server.url}/api/v1/events`, { headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({ encoding: response.headers['content-encoding'], body: Buffer.concat(chunks) }),
          );
          response.on('error', reject);
        });
      });
      expect(raw.encoding).toBe('gzip');
      expect(lines(gunzipSync(raw.body).toString())).toHaveLength(COUNT + 1);
    });

    it('ends at what was the newest when it began', async () => {
      const response = await server.get('/api/v1/events?order=asc&type=user:message', NDJSON);
      expect(await response.text()).toBe('');
    });

    it.each([
      ['limit=0', 'invalid_query'],
      ['cursor=x', 'invalid_query'],
      ['agent=x', 'invalid_query'],
      ['type=X', 'invalid_pattern'],
    ])('refuses %s before it begins', async (query, code) => {
      const response = await server.get(`/api/v1/events?${query}`, NDJSON);
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, code]);
    });
  });

  describe('binnacle export and import', () => {
    it('bring the same bytes from one server to another, and twice is once', async () => {
      const file = path.join(directory, 'all.ndjson');
      const zipped = path.join(directory, 'all.ndjson.gz');
      expect(await cli(server, 'export', '--out', file)).toMatchObject({ code: 0, err: '' });
      expect(await cli(server, 'export', '--out', zipped, '--gzip')).toMatchObject({ code: 0 });
      const exported = await readFile(file);
      expect(gunzipSync(await readFile(zipped)).equals(exported)).toBe(true);
      expect(exported.toString()).not.toMatch(/"seq"|"project"/);
      expect(await cli(other, 'import', zipped)).toMatchObject({
        code: 0,
        out: `${COUNT + 1} imported, 0 known already\n`,
      });
      expect(await cli(other, 'import', file)).toMatchObject({ out: `0 imported, ${COUNT + 1} known already\n` });
      const again = await cli(other, 'export');
      expect(Buffer.from(again.out).equals(exported)).toBe(true);
      expect(await readdir(directory)).toEqual(['all.ndjson', 'all.ndjson.gz']);
    });

    it('open no question that was asked elsewhere', async () => {
      expect((await server.json<{ data: unknown[] }>('/api/v1/questions?state=open')).data).toHaveLength(1);
      expect((await other.json<{ data: unknown[] }>('/api/v1/questions')).data).toEqual([]);
      expect(await other.json('/api/v1/events/asked')).toMatchObject({ type: 'agent:blocked' });
    });

    it('tell which lines were refused, and take the others', async () => {
      const file = path.join(directory, 'broken.ndjson');
      const good = (id: string) => JSON.stringify({ id, type: 'tool:called', received_at: '2020-01-01T00:00:00Z' });
      const future = JSON.stringify({ id: 'f', type: 'tool:called', received_at: '2999-01-01T00:00:00Z' });
      const ahead = JSON.stringify({ id: 'g', type: 'tool:called', timestamp: '2999-01-01T00:00:00Z' });
      await writeFile(
        file,
        [good('n1'), '{"id":', '', '[1]', '{"id":"x","type":"X"}', future, ahead, good('n2')].join('\n'),
      );
      const { code, out, err } = await cli(other, 'import', file);
      expect([code, out]).toEqual([1, '2 imported, 0 known already, 5 refused\n']);
      for (const told of ['line 2: the line is no JSON', 'line 4: the line is no JSON object', 'line 5: `type`']) {
        expect(err).toContain(told);
      }
      expect(err).toContain('line 6: `received_at` must be');
      expect(err).toContain('line 7: `timestamp` is 2999');
      expect(await other.json('/api/v1/events/n1')).toMatchObject({ received_at: '2020-01-01T00:00:00.000Z' });
    });

    it('go on where they were broken off, with nothing lost and nothing twice', async () => {
      const file = path.join(directory, 'long.ndjson');
      const total = 12_000;
      const line = (index: number) => JSON.stringify({ id: `long-${index}`, type: 'acme:long', payload: { index } });
      await writeFile(file, Array.from({ length: total }, (_, index) => `${line(index)}\n`).join(''));
      const terminal = new CapturedTerminal(80);
      terminal.env.BINNACLE_URL = server.url;
      const importing = runCli(['import', file], terminal);
      for (const deadline = Date.now() + 15_000; !/[1-9]\d{3} lines/.test(terminal.stderr); ) {
        if (Date.now() > deadline) throw new Error(`no progress: ${terminal.stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await server.kill();
      terminal.interrupt();
      expect(await importing).toBe(130);
      const [, skip = ''] = /Go on with: binnacle import \S+ --skip (\d+)/.exec(terminal.stderr) ?? [];
      expect(Number(skip)).toBeGreaterThanOrEqual(1_000);
      expect(Number(skip)).toBeLessThan(total);
      server = await TestServer.start({ databaseUrl: databases[0]?.url as string });
      expect(await cli(server, 'import', file, '--skip', skip)).toMatchObject({ code: 0 });
      const found = lines(await (await server.get('/api/v1/events?type=acme:long&order=asc', NDJSON)).text());
      expect(found.map((text) => (JSON.parse(text) as { id: string }).id)).toEqual(
        Array.from({ length: total }, (_, index) => `long-${index}`),
      );
    }, 60_000);

    it('say in one line what is wrong with the file', async () => {
      const { code, err } = await cli(other, 'import', path.join(directory, 'nowhere'));
      expect([code, err.trim().split('\n').length]).toEqual([1, 1]);
      expect(err).toContain('ENOENT');
    });
  });
});
