/** The OpenAPI document is true: every example in it is sent, and every answer has the shape that it promises. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { type ApiDocument, type Operation, operationsOf, schemaCheck } from '../support/openapi.js';
import { TestServer } from '../support/server.js';

/** What no answer of the address may be, whatever was sent. */
const FAILED = 500;
const REFUSED = [
  ['limit', 'many'],
  ['cursor', 'nonsense'],
  ['from', 'yesterday'],
  ['state', 'asleep'],
  ['step', '2m'],
  ['by', 'mood'],
  ['order', 'up'],
  ['wait', '1000'],
  ['query', 'agent:'],
  ['after', 'x'],
] as const;

describe('the OpenAPI document', () => {
  let database: TestDatabase;
  let server: TestServer;
  let document: ApiDocument;
  let operations: readonly Operation[];
  let check: ReturnType<typeof schemaCheck>;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
    document = await server.json<ApiDocument>('/api/docs-json');
    operations = operationsOf(document);
    check = schemaCheck(document);
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  /** Sends one request. @returns the status, once the answer has proved to be what is documented for it */
  async function send(operation: Operation, url: string, init: RequestInit = {}): Promise<number> {
    const stop = new AbortController();
    const response = await fetch(`${server.url}${url}`, {
      ...init,
      // `patch` would be sent as it is written.
      method: operation.method.toUpperCase(),
      redirect: 'manual',
      signal: stop.signal,
    });
    const what = `${operation.method} ${url} → ${response.status}`;
    const promised = operation.responses[response.status] ?? operation.responses.default;
    if (response.status < 400)
      expect([what, Object.keys(operation.responses)]).toEqual([
        what,
        expect.arrayContaining([String(response.status)]),
      ]);
    const type = response.headers.get('content-type')?.split(';')[0] ?? '';
    const schema = promised?.content?.[type]?.schema;
    if (promised?.content)
      expect([what, type, Object.keys(promised.content)]).toEqual([what, type, expect.arrayContaining([type])]);
    if (type === 'text/event-stream') {
      const [, data] = /^data: (.+)$/m.exec(await firstEvent(response)) ?? [];
      stop.abort();
      expect([what, check('Event', JSON.parse(data ?? 'null'))]).toEqual([what, []]);
      return response.status;
    }
    const text = await response.text();
    if (type === 'application/x-ndjson') {
      const [, ofLine = ''] = /^An `(\w+)` a line$/.exec(schema?.description ?? '') ?? [];
      for (const line of text.trim().split('\n')) expect([what, check(ofLine, JSON.parse(line))]).toEqual([what, []]);
    } else if (schema && type.endsWith('json')) {
      expect([what, check(schema, JSON.parse(text))]).toEqual([what, []]);
    } else if (!promised?.content) {
      expect([what, text]).toEqual([what, '']);
    }
    return response.status;
  }

  /** An agent that asks must be waiting before it can be answered. */
  async function askAgain(): Promise<void> {
    const { data } = await server.json<{ data: unknown[] }>('/api/v1/questions?state=open&agent_id=deployer');
    if (data.length > 0) return;
    const example = operations
      .find(({ key }) => key === 'post /api/v1/events')
      ?.bodies.find(({ name }) => name === 'one');
    const { id: _, payload, ...event } = JSON.parse(example?.text ?? '') as { id: string; payload: object };
    await server.send({ ...event, payload: { ...payload, msg_id: `again-${Date.now()}` } });
  }

  /** The address with an open question, or a standing approval, in place of its example: each can be used once. */
  async function fresh({ key, method, url }: Operation): Promise<string> {
    if (method.toLowerCase() === 'get') return url;
    if (key.includes('/approval-rules/')) return url.replace('ex-rule', await freshRule());
    return key.includes('/questions/{id}') ? url.replace(/\/ex-[a-z]+/, `/${await freshQuestion()}`) : url;
  }

  const posted = async <T>(path: string, body: object): Promise<T> =>
    (await server.post(path, body)).json() as Promise<T>;

  async function freshQuestion(): Promise<string> {
    const ask = operations.find(({ key }) => key === 'post /api/v1/questions');
    const example = JSON.parse(ask?.bodies.find(({ name }) => name === 'approval')?.text ?? '') as object;
    const { id } = await posted<{ id: string }>('/api/v1/questions', {
      ...example,
      agent_id: `fresh-${Math.random()}`,
    });
    return id;
  }

  async function freshRule(): Promise<string> {
    const id = await freshQuestion();
    await posted(`/api/v1/questions/${id}/answer`, { decision: 'approve', scope: 'always' });
    const { data } = await server.json<{ data: { id: string; question_id: string }[] }>('/api/v1/approval-rules');
    return data.find((rule) => rule.question_id === id)?.id ?? '';
  }

  /** As {@link fresh}; of an agent that goes on, one that was answered. */
  async function answerable(operation: Operation): Promise<string> {
    const url = await fresh(operation);
    if (operation.key.endsWith('/resumed')) await posted(url.replace('/resumed', '/answer'), { decision: 'approve' });
    return url;
  }

  it('describes every operation: what it is for, what it takes with an example, what it answers and how it fails', () => {
    expect(operations.length).toBeGreaterThan(15);
    for (const { key, summary, tags, parameters, bodies, hasBody, responses } of operations) {
      expect([key, typeof summary, tags?.length]).toEqual([key, 'string', 1]);
      for (const { name, schema, example } of parameters) {
        expect([key, name, typeof schema, example === undefined]).toEqual([key, name, 'object', false]);
        expect([key, name, check(schema, example)]).toEqual([key, name, []]);
      }
      if (hasBody) expect([key, bodies.length > 0]).toEqual([key, true]);
      const success = successOf(responses);
      expect([key, Object.keys(responses)]).toEqual([key, expect.arrayContaining([success, 'default'])]);
      // 204 has nothing to describe.
      const described = Object.keys(responses[success]?.content ?? {}).length > 0;
      expect([key, described]).toEqual([key, success !== '204']);
    }
  });

  it('has examples of the shapes it names', () => {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      if (name !== 'EventInput') expect([name, schema.examples?.length]).toEqual([name, 1]);
      for (const example of schema.examples ?? []) expect([name, check(name, example)]).toEqual([name, []]);
    }
    for (const { key, bodies } of operations) {
      for (const { name, schema, value } of bodies) expect([key, name, check(schema, value)]).toEqual([key, name, []]);
    }
  });

  it('takes every body it shows, in each of its types', async () => {
    let sent = 0;
    for (const operation of operations) {
      for (const { type, text } of operation.bodies) {
        if (operation.key.endsWith('/respond')) await askAgain();
        const url = await answerable(operation);
        const status = await send(operation, url, { headers: { 'content-type': type }, body: text });
        expect([operation.key, type, status < 400]).toEqual([operation.key, type, true]);
        sent++;
      }
    }
    expect(sent).toBeGreaterThan(8);
  });

  it('takes a CloudEvent whose attributes are the headers it shows', async () => {
    const operation = operations.find(({ key }) => key === 'post /api/v1/events');
    if (!operation) throw new Error('there is no address for events');
    const shown = operation.parameters.filter((parameter) => parameter.in === 'header');
    const headers = Object.fromEntries(shown.map(({ name, example }) => [name, String(example)]));
    expect(Object.keys(headers)).toEqual(expect.arrayContaining(['ce-specversion', 'ce-id', 'ce-source', 'ce-type']));
    const body = JSON.stringify({ result: 'Released 1.4' });
    const init = { headers: { ...headers, 'content-type': 'application/json' }, body };
    expect(await send(operation, operation.url, init)).toBe(200);
    const { data } = await server.json<{ data: { agent_id: string; payload: object }[] }>(
      '/api/v1/events?type=agent:completed&session_id=run-43&limit=10',
    );
    const cloudevent = { id: headers['ce-id'], source: headers['ce-source'], type: headers['ce-type'] };
    expect(data).toContainEqual(
      expect.objectContaining({ agent_id: 'announcer', payload: { result: 'Released 1.4', cloudevent } }),
    );
  });

  it('answers every address with no parameter, with each of its examples, and in each of its types', async () => {
    for (const operation of operations.filter(({ hasBody }) => !hasBody)) {
      const isStream = operation.key.endsWith('/stream');
      const always: Record<string, string> = isStream ? { after: '0' } : {};
      const queries: Record<string, string>[] = [
        always,
        ...operation.parameters
          .filter((parameter) => parameter.in === 'query')
          .map(({ name, example }) => ({ ...always, [name]: String(example) })),
      ];
      for (const query of queries) {
        // Nothing is a child of anything that the stream could wait for.
        if (isStream && 'parent_id' in query) query.parent_id = 'ex-start';
        const status = await send(operation, `${await fresh(operation)}?${new URLSearchParams(query)}`);
        const success = Number(successOf(operation.responses));
        expect([operation.key, query, status]).toEqual([operation.key, query, success]);
      }
      for (const accept of Object.keys(operation.responses['200']?.content ?? {})) {
        const url = `${await fresh(operation)}?${new URLSearchParams(always)}`;
        expect([operation.key, accept, await send(operation, url, { headers: { accept } })]).toEqual([
          operation.key,
          accept,
          200,
        ]);
      }
    }
  });

  it('refuses what is no such parameter, with a problem that it describes', async () => {
    let refused = 0;
    for (const operation of operations.filter(({ hasBody }) => !hasBody)) {
      for (const [name, value] of REFUSED) {
        if (!operation.parameters.some((parameter) => parameter.name === name)) continue;
        const status = await send(operation, `${operation.url}?${name}=${value}`);
        expect([operation.key, name, status]).toEqual([operation.key, name, 400]);
        refused++;
      }
      const unknown = operation.url.replace(
        /\/(deployer|run-42|release-watch|release|deploy-1|ex-test-run)/,
        '/nobody-knows-this',
      );
      if (unknown !== operation.url && !/\/(events|messages)$/.test(unknown))
        expect(await send(operation, unknown)).toBe(404);
    }
    expect(refused).toBeGreaterThan(20);
  });

  it('refuses bodies that are none, with a problem that it describes', async () => {
    for (const operation of operations.filter(({ hasBody }) => hasBody)) {
      for (const body of ['', '{', '[]', '"text"', '{"type":1}']) {
        const status = await send(operation, operation.url, { headers: { 'content-type': 'application/json' }, body });
        expect(status).toBeLessThan(FAILED);
      }
    }
  });
});

/** What an operation answers when nothing else is asked for. */
const successOf = (responses: Operation['responses']): string =>
  ['200', '201', '204', '207'].find((status) => status in responses) ?? '200';

async function firstEvent(response: Response): Promise<string> {
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    if (/^data: .+\n\n/m.test(text)) return text;
  }
  return text;
}
