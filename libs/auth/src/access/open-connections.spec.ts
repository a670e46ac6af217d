import { createServer, get, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { OpenConnections } from './open-connections.js';
import { Ring } from './ring.js';

let server: Server;
beforeEach(() => {
  server = createServer();
});
afterEach(() => new Promise<void>((resolve) => void server.close(() => resolve())));

/** As many answers under way, over real sockets; `cut` when the other side sees their end. */
async function open(count: number) {
  const responses: ServerResponse[] = [];
  server.on('request', (_, response) => {
    responses.push(response);
    response.writeHead(200).write('begun');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cut: Promise<void>[] = [];
  for (let index = 0; index < count; index++) {
    await new Promise<void>((begun) => {
      get({ port, host: '127.0.0.1', agent: false }, (message) => {
        cut.push(new Promise((resolve) => message.resume().once('close', resolve)));
        message.once('data', () => begun());
      });
    });
  }
  return { responses, cut };
}

describe('open connections', () => {
  it('are looked after by one query for all of them, and only those end whose rights have changed', async () => {
    const connections = new OpenConnections();
    const queries: (readonly string[])[] = [];
    const rights = new Map<string, string>();
    const ring = new Ring<string>(
      async (ids) => {
        queries.push(ids);
        return rights;
      },
      { freshMs: 0, staleMs: 0, max: 1_000 },
    );
    const { responses, cut } = await open(50);
    responses.forEach((response, index) => {
      rights.set(`s-${index}`, 'read');
      connections.add({ name: `session:${index}`, now: () => ring.get(`s-${index}`) }, 'read', response);
    });
    await connections.recheck();
    expect(queries).toHaveLength(1);
    expect(queries[0]).toHaveLength(50);
    expect(responses.filter(({ destroyed }) => destroyed)).toEqual([]);
    rights.set('s-7', 'read answer');
    rights.delete('s-8');
    await connections.recheck();
    expect(queries).toHaveLength(2);
    await Promise.all([cut[7], cut[8]]);
    expect(responses.flatMap(({ destroyed }, index) => (destroyed ? [index] : []))).toEqual([7, 8]);
    for (const response of responses) response.destroy();
    await Promise.all(cut);
  });

  it('end where it is known that they must, also when another could not be read', async () => {
    const connections = new OpenConnections();
    const { responses, cut } = await open(2);
    const [first, second] = responses as [ServerResponse, ServerResponse];
    connections.add({ name: 'key:1', now: () => Promise.reject(new Error('away')) }, 'read', first);
    connections.add({ name: 'key:2', now: async () => undefined }, 'read', second);
    await expect(connections.recheck()).rejects.toThrow('away');
    await cut[1];
    expect([first.destroyed, second.destroyed]).toEqual([false, true]);
    first.destroy();
    await cut[0];
  });
});
