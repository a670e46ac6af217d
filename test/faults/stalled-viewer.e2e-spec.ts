/** A viewer that stops reading neither grows memory nor slows the others. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';

const STALLED = 50;
const FRAMES = 60;

describe('viewers that stop reading', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const residentMb = async () => {
    const [, kb = '0'] = /VmRSS:\s+(\d+) kB/.exec(await readFile(`/proc/${server.pid}/status`, 'utf8')) ?? [];
    return Number(kb) / 1_024;
  };
  let count = 0;
  /** Makes large frames: every event changes several panels. */
  const frame = async () => {
    const text = `needle-${count++} ${'x'.repeat(4_000)}`;
    await server.send(
      Array.from({ length: 20 }, (_, index) => ({
        type: 'agent:completed',
        agent_id: `agent-${index}`,
        payload: { result: text },
      })),
    );
    return `needle-${count - 1} `;
  };

  it('see the newest state when they read again, and cost the others nothing', async () => {
    const reading = await SseClient.open(`${server.url}/events`);
    for (let warm = 0; warm < 10; warm++) await frame();
    const stalled = await Promise.all(Array.from({ length: STALLED }, () => SseClient.open(`${server.url}/events`)));
    for (const client of stalled) client.response.pause();
    const before = await residentMb();
    for (let round = 0; round < FRAMES; round++) {
      const needle = await frame();
      // The one who reads gets every frame while the others do not move.
      await reading.until((messages) => messages.some(({ data }) => data.includes(needle)));
      reading.messages.length = 0;
    }
    const grown = (await residentMb()) - before;
    // Without a bound this is STALLED × FRAMES × ~100 KB, about 300 MB and more with every frame.
    expect(grown).toBeLessThan(150);
    const needle = await frame();
    const [one] = stalled;
    one?.response.resume();
    await one?.until((messages) => messages.some(({ data }) => data.includes(needle)));
    for (const client of [...stalled, reading]) client.close();
  }, 90_000);
});
