/** What the server tells of itself over OTLP, as a receiver sees it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../libs/persistence/src/embedded/free-port.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { OtlpReceiver } from '../support/otlp-receiver.js';
import { Asking } from '../support/questions.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';

const SECRET = 'hunter2hunter2';
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

describe('a server that is told where its own telemetry goes', () => {
  let database: TestDatabase;
  let receiver: OtlpReceiver;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    receiver = await OtlpReceiver.start();
    server = await TestServer.start({
      databaseUrl: database.url,
      env: {
        BINNACLE_SELF_OTLP_ENDPOINT: `${receiver.url}/`,
        BINNACLE_SELF_OTLP_HEADERS: `authorization=Bearer%20${SECRET}, x-team = ops`,
      },
    });
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await receiver?.close();
    await database?.drop();
  });
  const ofRequest = (id: string) => receiver.span(({ attributes }) => attributes['binnacle.request_id'] === id);

  it('sends one span a request, with its route, and its own headers', async () => {
    await server.get('/api/v1/events/none', { 'x-request-id': 'r-1', 'user-agent': 'curl/8' });
    const span = await ofRequest('r-1');
    expect(span).toMatchObject({ name: 'GET /api/v1/events/:id', kind: 'SPAN_KIND_SERVER', parentSpanId: '' });
    expect(span.attributes).toMatchObject({
      'http.request.method': 'GET',
      'http.route': '/api/v1/events/:id',
      'http.response.status_code': 404,
      'url.path': '/api/v1/events/none',
      'url.scheme': 'http',
      'server.address': '127.0.0.1',
      'server.port': server.port,
      'client.address': '127.0.0.1',
      'user_agent.original': 'curl/8',
      'error.type': 'event_not_found',
    });
    // A refusal is the client's fault, not a failure of ours.
    expect(span.status).toBeUndefined();
    expect(receiver.resource).toMatchObject({
      'service.name': 'binnacle',
      'service.version': expect.stringMatching(/^\d/),
      'service.instance.id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(receiver.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${SECRET}`,
      'x-team': 'ops',
      'content-type': 'application/x-protobuf',
    });
  }, 60_000);

  it('goes on with the trace of whoever calls, and leaves alone what they do not sample', async () => {
    await server.get('/healthz', { 'x-request-id': 'r-off', traceparent: `00-${TRACE}-${PARENT}-00` });
    await server.get('/healthz', { 'x-request-id': 'r-on', traceparent: `00-${TRACE}-${PARENT}-01` });
    await server.get('/healthz', { 'x-request-id': 'r-broken', traceparent: '00-nonsense' });
    expect(await ofRequest('r-on')).toMatchObject({ traceId: TRACE, parentSpanId: PARENT });
    expect(await ofRequest('r-broken')).toMatchObject({ parentSpanId: '' });
    expect(receiver.spans.filter(({ attributes }) => attributes['binnacle.request_id'] === 'r-off')).toEqual([]);
  }, 60_000);

  it('has the commit and each step of a question in the request that made it, and nothing of what was said', async () => {
    const traceparent = (id: string) => ({ traceparent: `00-${id.repeat(16)}-${PARENT}-01` });
    const asking = new Asking(server);
    const asked = (
      await asking.call(
        'POST',
        '/api/v1/questions',
        { question: `Is it ${SECRET}?`, agent_id: 'scout' },
        traceparent('a1'),
      )
    )[1];
    const path = `/api/v1/questions/${asked.id}`;
    const waiting = asking.call('GET', `${path}?wait=30`, undefined, traceparent('b2'));
    await asking.call('POST', `${path}/answer`, { answer: SECRET, answered_by: 'Ada' }, traceparent('c3'));
    await waiting;
    for (const [trace, request, steps] of [
      ['a1', 'POST /api/v1/questions', ['question asked']],
      ['c3', 'POST /api/v1/questions/:id/answer', ['question answered']],
      ['b2', 'GET /api/v1/questions/:id', ['question delivered']],
    ] as const) {
      const of = (name: string) => receiver.span((span) => span.traceId === trace.repeat(16) && span.name === name);
      const parent = await of(request);
      expect(await of('commit')).toMatchObject({
        parentSpanId: parent.spanId,
        attributes: { 'db.system.name': 'postgresql' },
      });
      for (const step of steps)
        expect(await of(step)).toMatchObject({
          parentSpanId: parent.spanId,
          attributes: { 'binnacle.question.id': asked.id, 'binnacle.project': 'default', 'binnacle.agent.id': 'scout' },
        });
    }
    expect(JSON.stringify(receiver.spans)).not.toContain(SECRET);
  }, 60_000);

  it('has no secret of an address, a query or a header in it', async () => {
    await server.get(`/invite/${SECRET}?token=${SECRET}&query=${SECRET}&datastar=%7B%22a%22%3A%22${SECRET}%22%7D`, {
      'x-request-id': 'r-secret',
      authorization: `Bearer ${SECRET}`,
      cookie: `sid=${SECRET}`,
      'user-agent': `curl Bearer ${SECRET}`,
    });
    const span = await ofRequest('r-secret');
    expect(span.attributes['url.path']).toBe('/invite/[redacted]');
    expect(JSON.stringify(receiver.spans)).not.toContain(SECRET);
  }, 60_000);

  it('ends the span of a stream when its viewer leaves', async () => {
    const stream = await SseClient.open(`${server.url}/events`, { 'x-request-id': 'r-stream' });
    stream.close();
    expect(await ofRequest('r-stream')).toMatchObject({ name: 'GET /events', status: undefined });
  }, 60_000);

  it('links a commit to all the requests that share it', async () => {
    // Each round may be committed one by one; a round of sixty-four never is for long.
    for (;;) {
      await Promise.all(Array.from({ length: 64 }, () => server.send({ type: 'agent:started' })));
      if (receiver.spans.some(({ name, links }) => name === 'commit' && links > 0)) break;
    }
    const shared = receiver.spans.filter(({ name, links }) => name === 'commit' && links > 0);
    for (const { links, attributes } of shared) expect(attributes['binnacle.commit.calls']).toBe(links + 1);
  }, 60_000);

  it('sends at its stop what it has not sent yet, and the numbers of /metrics', async () => {
    await server.send([{ id: 'm-1', type: 'agent:started' }]);
    await server.get('/healthz', { 'x-request-id': 'r-last' });
    expect(await server.stop()).toBe(0);
    expect(receiver.spans.map(({ attributes }) => attributes['binnacle.request_id'])).toContain('r-last');
    const last = new Map(receiver.metrics.map((metric) => [metric.name, metric]));
    expect(last.get('binnacle_ingest_events_total')).toMatchObject({
      kind: 'sum',
      points: expect.arrayContaining([
        expect.objectContaining({ attributes: { door: 'rest', outcome: 'accepted' }, asDouble: expect.any(Number) }),
      ]),
    });
    expect(last.get('binnacle_viewers')).toMatchObject({ kind: 'gauge', points: [{ asDouble: 0 }] });
    const [commits] = (last.get('binnacle_commit_duration_seconds')?.points ?? []) as {
      count: string;
      sum: number;
      bucketCounts: string[];
      explicitBounds: number[];
    }[];
    expect(Number(commits?.count)).toBeGreaterThan(0);
    expect(commits?.sum).toBeGreaterThan(0);
    expect(commits?.bucketCounts.length).toBe((commits?.explicitBounds.length ?? 0) + 1);
    expect(commits?.bucketCounts.reduce((sum, count) => sum + Number(count), 0)).toBe(Number(commits?.count));
    expect(last.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
  }, 60_000);
});

describe('a server that is told to send a share of its traces, with headers from a file', () => {
  it('sends about as many, all of those that a caller samples, and none of those that it does not', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'binnacle-headers-'));
    const file = path.join(folder, 'headers');
    writeFileSync(file, `authorization=Bearer%20${SECRET}\n`);
    const database = await createTestDatabase();
    const receiver = await OtlpReceiver.start();
    const server = await TestServer.start({
      databaseUrl: database.url,
      env: {
        BINNACLE_SELF_OTLP_ENDPOINT: receiver.url,
        BINNACLE_SELF_OTLP_HEADERS_FILE: file,
        OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
        OTEL_TRACES_SAMPLER_ARG: '0.25',
      },
    });
    try {
      const ask = (name: string, index: number, headers: Record<string, string> = {}) =>
        server.get('/healthz', { 'x-request-id': `${name}-${index}`, ...headers });
      const parent = (flags: string) => ({ traceparent: `00-${TRACE}-${PARENT}-${flags}` });
      for (let index = 0; index < 400; index++) await ask('own', index);
      for (let index = 0; index < 10; index++) {
        await ask('sampled', index, parent('01'));
        await ask('unsampled', index, parent('00'));
      }
      await server.send(Array.from({ length: 3 }, () => ({ type: 'agent:started' })));
      expect(await server.stop()).toBe(0);
      const ids = receiver.spans.map(({ attributes }) => String(attributes['binnacle.request_id']));
      const count = (name: string) => ids.filter((id) => id.startsWith(`${name}-`)).length;
      // Six standard deviations to either side.
      expect(count('own')).toBeGreaterThan(48);
      expect(count('own')).toBeLessThan(152);
      expect([count('sampled'), count('unsampled')]).toEqual([10, 0]);
      expect(receiver.requests[0]?.headers).toMatchObject({ authorization: `Bearer ${SECRET}` });
      expect(server.log).not.toContain(SECRET);
    } finally {
      await server.stop();
      await receiver.close();
      await database.drop();
      rmSync(folder, { recursive: true });
    }
  }, 120_000);
});

describe('a server that sends its telemetry to itself', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    const port = await freePort();
    const env = { BINNACLE_SELF_OTLP_ENDPOINT: `http://127.0.0.1:${port}` };
    server = await TestServer.start({ databaseUrl: database.url, port, env });
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  it('stores it, and makes no telemetry of storing it', async () => {
    const stored = async () =>
      (await server.json<{ data: object[] }>('/api/v1/events?type=otel:span&limit=1000')).data.map((event) =>
        JSON.stringify(event),
      );
    const until = async (id: string) => {
      for (;;) {
        const found = await stored();
        if (found.some((text) => text.includes(id))) return found;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    };
    // Each is in a later export than the one before; by the third, two exports have been requests themselves.
    for (const id of ['self-1', 'self-2', 'self-3']) {
      await server.get('/healthz', { 'x-request-id': id });
      await until(id);
    }
    const found = await until('self-3');
    expect(found.filter((text) => text.includes('/v1/'))).not.toEqual([]);
    expect(found.filter((text) => text.includes('/v1/traces') || text.includes('/v1/metrics'))).toEqual([]);
    expect(found.filter((text) => text.includes('"commit"'))).toEqual([]);
  }, 90_000);
});

describe('a target that is not there', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database?.drop());

  it.each(['refuses', 'never answers'])(
    'that %s costs a line in the log and no request; the server stops in time',
    async (how) => {
      const receiver = await OtlpReceiver.start();
      if (how === 'never answers') receiver.silence();
      const endpoint = receiver.url;
      if (how === 'refuses') await receiver.close();
      const env = { BINNACLE_SELF_OTLP_ENDPOINT: endpoint };
      const server = await TestServer.start({ databaseUrl: database.url, env });
      const said = () => server.log.split('\n').filter((line) => line.includes('does not arrive at'));
      // More than the queue holds, until the log says something, and then as many again.
      for (let after = 0; after < 2; after += said().length > 0 ? 1 : 0)
        for (let round = 0; round < 25; round++)
          expect(
            new Set(await Promise.all(Array.from({ length: 100 }, async () => (await server.get('/healthz')).status))),
          ).toEqual(new Set([200]));
      expect(said()).toHaveLength(1);
      expect(said()[0]).toContain(endpoint);
      const start = performance.now();
      expect(await server.stop()).toBe(0);
      expect(performance.now() - start).toBeLessThan(10_000);
      if (how !== 'refuses') await receiver.close();
    },
    120_000,
  );
});
