import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { NO_TARGETS, readAllowedTargets } from './allowed-targets.js';
import { OutgoingHttp, type Resolve } from './outgoing-http.js';

const MESSAGE = { headers: { 'content-type': 'text/plain' }, body: 'hello' };
const LOOPBACK = { address: '127.0.0.1', family: 4 };
const PUBLIC = { address: '8.8.8.8', family: 4 };
const PRIVATE = { address: '10.0.0.1', family: 4 };

describe('what is sent out', () => {
  let server: Server;
  let port: number;
  const seen: (string | undefined)[] = [];
  let answer: (request: IncomingMessage, respond: (status: number, headers?: Record<string, string>) => void) => void;
  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(request.headers.host);
      request.resume();
      answer(request, (status, headers = {}) => response.writeHead(status, headers).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => {
    seen.length = 0;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  /** Names of this test alone: no other resolver knows them. */
  const sender = (answers: readonly (readonly { address: string; family: number }[])[], timeoutMs?: number) => {
    const asked: string[] = [];
    const resolve: Resolve = async (host) => {
      asked.push(host);
      return answers[asked.length - 1] ?? [];
    };
    const http = new OutgoingHttp(readAllowedTargets('127.0.0.1'), resolve, timeoutMs);
    return { asked, post: () => http.post(`http://rebind.test:${port}/`, MESSAGE) };
  };

  it('goes to the address that was checked: the name is looked up once, and not again by the connection', async () => {
    answer = (_, respond) => respond(204);
    const { asked, post } = sender([[LOOPBACK], [PRIVATE]]);
    expect(await post()).toBe(204);
    expect([asked, seen]).toEqual([['rebind.test'], [`rebind.test:${port}`]]);
  });

  it('is looked up and checked anew at every attempt: a name that turns private is refused', async () => {
    answer = (_, respond) => respond(204);
    const { asked, post } = sender([[LOOPBACK], [PRIVATE], [{ address: '::ffff:10.0.0.1', family: 6 }]]);
    await post();
    for (const _ of [1, 2]) await expect(post()).rejects.toMatchObject({ code: 'target_refused' });
    expect([asked.length, seen.length]).toEqual([3, 1]);
  });

  it('goes nowhere when one of several addresses is private', async () => {
    await expect(sender([[PUBLIC, PRIVATE]]).post()).rejects.toMatchObject({ code: 'target_refused' });
    await expect(sender([[]]).post()).rejects.toThrow('has no address');
  });

  it('may go to a private address by the name that is allowed, and not by another', async () => {
    answer = (_, respond) => respond(200);
    const http = new OutgoingHttp(readAllowedTargets('inside.test'), async () => [LOOPBACK]);
    expect(await http.post(`http://Inside.test:${port}/`, MESSAGE)).toBe(200);
    await expect(http.post(`http://outside.test:${port}/`, MESSAGE)).rejects.toMatchObject({ code: 'target_refused' });
    await expect(new OutgoingHttp(NO_TARGETS).post(`http://localhost:${port}/`, MESSAGE)).rejects.toMatchObject({
      code: 'target_refused',
    });
    expect(seen).toHaveLength(1);
  });

  it('follows no redirect, and tells the status and when to come again', async () => {
    answer = (_, respond) => respond(307, { location: `http://127.0.0.1:${port}/inside` });
    await expect(sender([[LOOPBACK]]).post()).rejects.toMatchObject({ status: 307 });
    answer = (_, respond) => respond(429, { 'retry-after': '120' });
    await expect(sender([[LOOPBACK]]).post()).rejects.toMatchObject({
      status: 429,
      options: { retryAfterMs: 120_000 },
    });
    answer = (_, respond) => respond(503, { 'retry-after': '99999999' });
    await expect(sender([[LOOPBACK]]).post()).rejects.toMatchObject({ options: { retryAfterMs: 3_600_000 } });
    expect(seen).toHaveLength(3);
  });

  it('ends when no answer comes, or the name is never found', async () => {
    answer = () => {};
    await expect(sender([[LOOPBACK]], 50).post()).rejects.toThrow('no answer in time');
    const never = new OutgoingHttp(NO_TARGETS, () => new Promise(() => {}), 50);
    await expect(never.post('http://slow.test/', MESSAGE)).rejects.toThrow('no answer in time');
  });
});
