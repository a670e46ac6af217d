/** The database away while an exporter sends: it is told 503 and a short wait, and its own retry brings the batch. */
import { execFile } from 'node:child_process';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StatusSchema } from '../../libs/ingest/src/adapters/otlp/protobuf/google/rpc/status_pb.js';
import { captured, protobufBody, sendCaptured, storedEvents } from '../support/captured-telemetry.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const CLIENT = path.resolve(import.meta.dirname, '../fixtures/clients/otel.mjs');

/** Hands requests on, and tells what they were answered. */
async function relay(target: string, onAnswer: (status: number) => void): Promise<http.Server> {
  const server = http.createServer((request, response) => {
    const { method, url, headers } = request;
    const onward = http.request(`${target}${url}`, { method, headers }, (answer) => {
      onAnswer(answer.statusCode ?? 0);
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

describe('exporters while the database is away', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await TcpProxy.inFrontOf(database.url);
    server = await TestServer.start({ databaseUrl: proxy.url });
  });
  afterAll(async () => {
    await server?.stop();
    await proxy?.close();
    await database?.drop();
  });

  it.each(['otlp-traces-json-node.01', 'otlp-traces-protobuf-node.01', 'otlp-logs-json-node.01'])(
    'are told to come again with %s, in their encoding',
    async (name) => {
      proxy.fault = () => 'refuse';
      try {
        const response = await sendCaptured(server, captured(name));
        expect(response.status).toBe(503);
        expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
        expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(5);
        const status = name.includes('protobuf') ? await protobufBody(response, StatusSchema) : await response.json();
        expect(status).toMatchObject({ code: 14 });
      } finally {
        proxy.fault = () => undefined;
      }
    },
  );

  it('come again by themselves once it is back, and nothing is missing or double', async () => {
    const answers: number[] = [];
    const between = await relay(server.url, (status) => {
      answers.push(status);
      if (status === 503) proxy.fault = () => undefined;
    });
    try {
      proxy.fault = () => 'refuse';
      const url = `http://127.0.0.1:${(between.address() as AddressInfo).port}`;
      const env = { PATH: process.env.PATH, OTEL_LOG_LEVEL: 'warn' };
      await promisify(execFile)(process.execPath, [CLIENT, url, 'proto', 'gzip', 'away'], { env });
      expect(answers).toContain(503);
      const deadline = Date.now() + 20_000;
      let types: string[] = [];
      while (types.length < 4 && Date.now() < deadline) {
        types = (await storedEvents(server, '&session_id=away-session')).map(({ type }) => type).sort();
      }
      expect(types).toEqual(['otel:log', 'otel:span', 'tool:completed', 'tool:started']);
    } finally {
      await new Promise((resolve) => between.close(resolve));
    }
  }, 60_000);
});
