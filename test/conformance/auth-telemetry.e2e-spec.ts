/** What an exporter hears that has no key, or one that may not: a google.rpc.Status, in the encoding it sends. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StatusSchema } from '../../libs/ingest/src/adapters/otlp/protobuf/google/rpc/status_pb.js';
import { TestAccounts } from '../support/accounts.js';
import { protobufBody } from '../support/captured-telemetry.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { ownerEnv } from '../support/web-session.js';

const JSON_TYPE = 'application/json';
const PROTOBUF = 'application/x-protobuf';
const [PERMISSION_DENIED, UNAUTHENTICATED] = [7, 16];

describe('an exporter', () => {
  let database: TestDatabase;
  let server: TestServer;
  let reader: string;
  let sender: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url, env: ownerEnv });
    const accounts = await TestAccounts.of(database.url);
    [reader, sender] = [await accounts.key('default', 'read'), await accounts.key('default', 'ingest')];
    await accounts.close();
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });
  const post = (path: string, type: string, key?: string, body = type === PROTOBUF ? '' : '{}') =>
    server.post(path, body, { 'content-type': type, ...(key && { authorization: `Bearer ${key}` }) });
  const typeOf = (answer: Response) => answer.headers.get('content-type')?.split(';')[0];
  const statusOf = (answer: Response, type: string): Promise<{ code: number; message: string }> =>
    type === PROTOBUF ? protobufBody(answer, StatusSchema) : answer.json().then((body) => body as never);

  it.each(
    ['/v1/traces', '/v1/logs', '/v1/metrics', '/otel/v1/traces', '/api/public/otel/v1/traces'].flatMap((path) =>
      [JSON_TYPE, PROTOBUF].map((type) => [path, type] as const),
    ),
  )('is refused at %s as it can read it: %s', async (path, type) => {
    for (const [key, http, code] of [
      [undefined, 401, UNAUTHENTICATED],
      ['bnk_0123456789abcdef_wrong', 401, UNAUTHENTICATED],
      [reader, 403, PERMISSION_DENIED],
    ] as const) {
      const answer = await post(path, type, key);
      expect([answer.status, typeOf(answer)]).toEqual([http, type]);
      const status = await statusOf(answer, type);
      expect(status.code).toBe(code);
      expect(status.message).toMatch(http === 401 ? /key/ : /permission `ingest`/);
    }
    expect((await post(path, type, sender)).status).toBe(200);
  });

  it.each([JSON_TYPE, PROTOBUF])('hears the same before its large body is read: %s', async (type) => {
    const answer = await post('/v1/traces', type, undefined, 'x'.repeat(300_000));
    expect([answer.status, typeOf(answer)]).toEqual([401, type]);
    expect((await statusOf(answer, type)).code).toBe(UNAUTHENTICATED);
  });
});
