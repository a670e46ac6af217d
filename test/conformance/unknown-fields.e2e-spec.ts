/** What is sent to the API by a name that nobody reads: refused, or free by what its description says, with a reason. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { type ApiDocument, type Operation, operationsOf } from '../support/openapi.js';
import { TestServer } from '../support/server.js';

/** Bodies of JSON that may hold anything, and why. */
const FREE: Readonly<Record<string, string>> = {
  'post /api/v1/events': 'senders of every kind; what an event has no place for is left out',
  'post /api/v1/events/import': 'what an export gave, of a later version too',
  'post /api/v1/questions': 'the payload of `agent:blocked`, where agents keep what is theirs',
  'post /api/v1/push-subscriptions': 'what a browser says of itself, and the next browser a bit more',
  'put /api/v1/workspaces/{id}/kv/{key}': 'the value is the agent’s own',
};
const JSON_TYPE = 'application/json';
const REFUSED = /^(?:field_invalid|answer_invalid|invalid_dashboard)$/;

describe('a field of JSON that nobody reads', () => {
  let database: TestDatabase;
  let server: TestServer;
  let document: ApiDocument;
  let operations: readonly Operation[];
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
    document = await server.json<ApiDocument>('/api/docs-json');
    operations = operationsOf(document).filter(
      ({ key, bodies }) => key.includes(' /api/v1/') && bodies.some(({ type }) => type === JSON_TYPE),
    );
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  /** Whether the description says that nothing else is taken. */
  function isClosed(schema: Operation['bodies'][number]['schema']): boolean {
    const name = /^#\/components\/schemas\/(\w+)$/.exec(String(schema.$ref))?.[1];
    return (name === undefined ? schema : document.components.schemas[name])?.additionalProperties === false;
  }

  async function send({ method, url }: Operation, body: unknown) {
    const init = {
      method: method.toUpperCase(),
      headers: { 'content-type': JSON_TYPE },
      body: JSON.stringify(body),
    };
    const answer = await fetch(`${server.url}${url}`, init);
    const text = await answer.text();
    return { status: answer.status, ...((text ? JSON.parse(text) : {}) as { code?: string; detail?: string }) };
  }

  it('is refused by its name, wherever the description does not leave it free', async () => {
    const wrong: unknown[] = [];
    const channel = { id: 'ex-channel', name: 'There is one', kind: 'web_push' };
    expect((await server.post('/api/v1/notification-channels', channel)).status).toBe(201);
    for (const operation of operations) {
      for (const { type, name, value, schema } of operation.bodies) {
        if (type !== JSON_TYPE || typeof value !== 'object' || Array.isArray(value)) continue;
        const { status, code = '', detail = '' } = await send(operation, { ...value, unheard_of: 1 });
        const isRefused = status === 400 && REFUSED.test(code) && detail.includes('unheard_of');
        const isFree = operation.key in FREE;
        if (isRefused === isFree || isClosed(schema) === isFree)
          wrong.push([operation.key, name, status, code, detail, isClosed(schema)]);
      }
    }
    expect(wrong).toEqual([]);
    expect(operations.length).toBeGreaterThan(18);
    expect(Object.keys(FREE).filter((key) => !operations.some((one) => one.key === key))).toEqual([]);
  });

  it.each([
    ['a bound answer', 'answer', { decision: 'approve', shownHash: 'x' }, 'shownHash'],
    ['how long a claim holds', 'claim', { second: 5 }, 'second'],
    ['what was approved', 'resumed', { actionHash: 'x' }, 'actionHash'],
  ])('does not pass for %s', async (_, does, body, field) => {
    const asked = await server.post('/api/v1/questions', { question: 'Go?', action: { tool: 'deploy', args: {} } });
    const { id } = (await asked.json()) as { id: string };
    const answer = await server.post(`/api/v1/questions/${id}/${does}`, body);
    expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ field })]);
    expect(await server.json(`/api/v1/questions/${id}`)).toMatchObject({ state: 'open', claimed_by: null });
  });

  it('in one of several answers keeps all of them from being given', async () => {
    const { id } = (await (await server.post('/api/v1/questions', { question: 'Go?' })).json()) as { id: string };
    const answers = [{ question_id: id, answer: 'yes', shown_hsah: 'x' }];
    expect((await server.post('/api/v1/questions/answers', { answers })).status).toBe(400);
    expect(await server.json(`/api/v1/questions/${id}`)).toMatchObject({ state: 'open' });
  });

  it('of a message does not send it to every session of the agent', async () => {
    const answer = await server.post('/api/v1/agents/scout/messages', { text: 'go on', sessionId: 'run-1' });
    expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ field: 'sessionId' })]);
    expect(await server.json('/api/v1/agents/scout/messages')).toEqual({ data: [] });
  });

  it('of a question is kept in the event that asks, and shown nowhere', async () => {
    const asked = await server.post('/api/v1/questions', { question: 'Go?', msg_id: 'own', ticket: 'OPS-7' });
    const { id } = (await asked.json()) as { id: string };
    expect(await server.json(`/api/v1/events/${id}`)).toMatchObject({ payload: { ticket: 'OPS-7' } });
  });

  it('of an answer to the seed’s own address is left out: a page’s signals come along there', async () => {
    await server.post('/api/v1/questions', { question: 'Go?', agent_id: 'seed' });
    expect((await server.post('/agent/seed/respond', { answer: 'yes', connected: true })).status).toBe(200);
  });
});
