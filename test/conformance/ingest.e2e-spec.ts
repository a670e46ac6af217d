import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

const REMORA = {
  id: 'a1b2c3d4',
  timestamp: '2026-02-24T12:49:51.123456',
  category: 'agent',
  action: 'blocked',
  agent_id: 'agent-1',
  graph_id: null,
  node_id: null,
  session_id: null,
  payload: { question: 'Which format?', options: ['json', 'csv'], msg_id: '9f8e7d6c' },
};

describe('POST /api/v1/events', () => {
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

  it("takes what Remora's bus serialises, unchanged, and gives it back", async () => {
    expect(await server.send(REMORA)).toMatchObject({ accepted: 1, duplicates: 0, rejected: [] });
    const event = await server.json('/api/v1/events/a1b2c3d4');
    expect(event).toMatchObject({
      ...REMORA,
      timestamp: '2026-02-24T12:49:51.123Z',
      type: 'agent:blocked',
      project: 'default',
    });
  });

  it('answers a repeat as a success and stores it once', async () => {
    const event = { id: 'twice', type: 'tool:called' };
    expect(await server.send([event, event])).toMatchObject({ accepted: 1, duplicates: 1 });
    const again = await server.send(event);
    expect(again).toMatchObject({ accepted: 0, duplicates: 1 });
    expect(BigInt(again.last_seq)).toBeGreaterThan(0n);
    const page = await server.json<{ data: { id: string }[] }>('/api/v1/events?type=tool:called');
    expect(page.data.filter(({ id }) => id === 'twice')).toHaveLength(1);
  });

  it('takes NDJSON, rejects the broken lines and keeps the others', async () => {
    const body = [
      '{"id":"n1","type":"tool:called"}',
      '',
      '{"id":"n2",',
      '{"id":"n3","type":"tool:called"}\r',
      '7',
    ].join('\n');
    const response = await server.post('/api/v1/events', body, { 'content-type': 'application/x-ndjson' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      accepted: 2,
      rejected: [
        { index: 1, code: 'invalid_json' },
        { index: 3, code: 'not_an_object' },
      ],
    });
  });

  it('takes gzip', async () => {
    const response = await server.post('/api/v1/events', gzipSync('{"id":"zipped","type":"a:b"}'), {
      'content-encoding': 'gzip',
    });
    expect(await response.json()).toMatchObject({ accepted: 1 });
  });

  it('names index, code and reason of each event it refuses beside those it takes', async () => {
    const answer = await server.send([{ type: 'a:b' }, { type: 'A:b' }, { type: 'a:b', payload: { deep: ['x\0'] } }]);
    expect(answer).toMatchObject({
      accepted: 1,
      rejected: [
        { index: 1, code: 'field_invalid', detail: expect.stringContaining('`type`') },
        { index: 2, code: 'unstorable_text', detail: expect.stringContaining('`payload.deep`') },
      ],
    });
  });

  it('stores hostile text whole and gives it back byte for byte', async () => {
    const payload = {
      html: '<script>alert(1)</script><img src=x onerror=alert(1)>',
      lines: 'a\r\nb\rc\ndata: x\n\nevent: y',
      attributes: '" data-init="@get(\'/pwned\')" x="',
      unicode: '😀 \u202e rtl \u2028 \ufeff é ü 漢字',
      long: 'x'.repeat(900_000),
      '</script>': null,
      __proto__: { polluted: true },
    };
    await server.send({ id: 'hostile', type: 'tool:completed', payload });
    const event = await server.json<{ payload: unknown }>('/api/v1/events/hostile');
    expect(event.payload).toEqual(JSON.parse(JSON.stringify(payload)));
  });

  describe('refuses with a problem document that names field and limit', () => {
    const big = (bytes: number) => JSON.stringify({ type: 'a:b', payload: { x: 'x'.repeat(bytes) } });
    const deep = `{"type":"a:b","payload":${'{"a":'.repeat(100)}1${'}'.repeat(100)}}`;
    const manyTimes = (count: number) => `[${Array.from({ length: count }, () => '{"type":"a:b"}').join(',')}]`;
    const cases: [string, string | Uint8Array, Record<string, string>, number, string, RegExp][] = [
      ['broken JSON', '{"type":', {}, 400, 'invalid_json', /not valid JSON/],
      ['an empty body', '', {}, 400, 'invalid_json', /empty/],
      ['an empty batch', '[]', {}, 400, 'batch_empty', /no event/],
      ['a string', '"hello"', {}, 400, 'not_an_object', /JSON object/],
      ['null', 'null', {}, 400, 'not_an_object', /JSON object/],
      ['invalid UTF-8', new Uint8Array([0x22, 0xc3, 0x28, 0x22]), {}, 400, 'invalid_utf8', /UTF-8/],
      ['an event over 1 MiB', big(1_048_577), {}, 413, 'event_too_large', /limit is 1048576/],
      ['5,001 events', manyTimes(5_001), {}, 413, 'batch_too_large', /5001 events; the limit is 5000/],
      ['a body over 32 MiB', ' '.repeat(33 * 1_048_576), {}, 413, 'body_too_large', /./],
      [
        'a gzip bomb',
        gzipSync(Buffer.alloc(40 * 1_048_576, 32)),
        { 'content-encoding': 'gzip' },
        413,
        'body_too_large',
        /33554432/,
      ],
      ['depth 100', deep, {}, 400, 'payload_too_deep', /deeper than 32/],
      ['text/plain', 'x', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type', /text\/plain/],
      [
        'a form',
        'a=b',
        { 'content-type': 'application/x-www-form-urlencoded' },
        415,
        'unsupported_media_type',
        /supported/,
      ],
      ['brotli', 'x', { 'content-encoding': 'br' }, 415, 'unsupported_encoding', /gzip/],
      ['broken gzip', 'x', { 'content-encoding': 'gzip' }, 400, 'invalid_gzip', /gzip/],
      ['a lone surrogate', '{"type":"a:b","payload":{"x":"\\ud800"}}', {}, 400, 'unstorable_text', /`payload\.x`/],
      ['NUL', '{"type":"a:b","payload":{"x":"\\u0000"}}', {}, 400, 'unstorable_text', /`payload\.x` holds a NUL/],
      ['1e999', '{"type":"a:b","payload":{"n":1e999}}', {}, 400, 'field_invalid', /`payload\.n`/],
      ['nothing valid in a batch', '[{"type":"x"},{}]', {}, 400, 'no_valid_event', /all 2 events/],
    ];
    it.each(cases)('%s', async (_name, body, headers, status, code, detail) => {
      const before = await server.json<{ last_seq: string }>('/health');
      const response = await server.post('/api/v1/events', body, headers);
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      const problem = (await response.json()) as Record<string, unknown>;
      expect({ status: response.status, code: problem.code }).toEqual({ status, code });
      expect(problem).toMatchObject({
        status,
        type: `urn:binnacle:error:${code}`,
        detail: expect.stringMatching(detail),
      });
      expect(await server.json('/health')).toEqual(before);
    });
  });

  it('answers an unknown address and a wrong method with problem documents', async () => {
    const missing = await server.get('/api/v1/nothing');
    expect([missing.status, ((await missing.json()) as { code: string }).code]).toEqual([404, 'route_not_found']);
    const wrong = await fetch(`${server.url}/api/v1/events`, { method: 'DELETE' });
    expect(wrong.status).toBe(404);
  });

  it('keeps pages of other sites out', async () => {
    const foreign = await server.post('/api/v1/events', { type: 'a:b' }, { origin: 'https://evil.example' });
    expect([foreign.status, ((await foreign.json()) as { code: string }).code]).toEqual([403, 'cross_origin']);
    const own = await server.post('/api/v1/events', { type: 'a:b' }, { origin: server.url });
    expect(own.status).toBe(200);
  });
});
