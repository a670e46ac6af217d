/** Spans come in any order, several times, before they have ended and after their children: the events are the same. */
import type { JsonObject, SpanRecord } from '@binnacle/events';
import { spanOf } from '@binnacle/plugin-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { until } from '../browser/client/until.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { facts, startMapper, type TestMapper } from '../support/telemetry.js';

const id = (number: number) => (number + 1).toString(16).padStart(16, '0');

const KINDS: readonly ((index: number) => JsonObject)[] = [
  (index) => ({ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': `agent ${index}` }),
  () => ({ 'gen_ai.operation.name': 'invoke_agent' }),
  () => ({ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o', 'gen_ai.usage.input_tokens': 7 }),
  (index) => ({ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': `tool ${index}` }),
  () => ({ 'http.request.method': 'GET' }),
];

/** A tree: the first is the root, every other hangs on one before it. Where one has a session, the root has one. */
const trace = fc
  .array(fc.record({ kind: fc.nat(KINDS.length - 1), parent: fc.nat(), session: fc.boolean(), failed: fc.boolean() }), {
    minLength: 1,
    maxLength: 9,
  })
  .map((nodes) =>
    nodes.map(({ kind, parent, session, failed }, index) => {
      const inSession = session && (index === 0 || nodes[0]?.session);
      return spanOf({
        spanId: id(index),
        parentSpanId: index === 0 ? '' : id(parent % index),
        name: `span ${index}`,
        resource: { 'service.name': 'shop' },
        attributes: { ...KINDS[kind]?.(index), ...(inSession && { 'session.id': `session ${index}` }) },
        ...(failed && { status: { code: 2, message: 'broke' } }),
      });
    }),
  );

/** As it looked before it ended: it said less. */
const unended = (span: SpanRecord): SpanRecord => ({
  ...span,
  endNs: 0n,
  status: { code: 0, message: '' },
  attributes: Object.fromEntries(Object.entries(span.attributes).filter(([key]) => !key.includes('usage'))),
});

/** Everything at least once, some twice, some before they ended, in any order, in requests of any size. */
const delivery = trace.chain((spans) =>
  fc
    .record({
      copies: fc.array(fc.nat(spans.length - 1), { maxLength: 4 }),
      partials: fc.subarray(spans),
      cuts: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
    })
    .chain(({ copies, partials, cuts }) => {
      const sent = [...spans, ...copies.map((index) => spans[index] as SpanRecord), ...partials.map(unended)];
      return fc.shuffledSubarray(sent, { minLength: sent.length, maxLength: sent.length }).map((order) => ({
        spans,
        requests: order.reduce<SpanRecord[][]>(
          (requests, span, index) => {
            if (cuts[index]) requests.push([]);
            requests.at(-1)?.push(span);
            return requests;
          },
          [[]],
        ),
      }));
    }),
);

describe('OpenTelemetry records', () => {
  let database: TestDatabase;
  let telemetry: TestMapper;
  let projects = 0;
  const project = () => `p${++projects}`;
  beforeAll(async () => {
    database = await createTestDatabase();
    telemetry = await startMapper(database.url, { holdMs: 600_000 });
  });
  afterAll(async () => {
    await telemetry?.close();
    await database?.drop();
  });

  it('make the same events in any order, however they are cut, repeated and told before they end', async () => {
    await fc.assert(
      fc.asyncProperty(delivery, async ({ spans, requests }) => {
        const [whole, parts] = [project(), project()];
        await telemetry.mapper.accept(spans, whole);
        for (const request of requests) await telemetry.mapper.accept(request, parts);
        expect(await telemetry.held(whole)).toBe(0);
        expect(await telemetry.held(parts)).toBe(0);
        const [once, pieces] = [await telemetry.events(whole), await telemetry.events(parts)];
        expect(facts(pieces)).toEqual(facts(once));
        expect(once.length).toBeGreaterThanOrEqual(spans.length);
      }),
      { numRuns: 40, seed: 25 },
    );
  }, 300_000);

  const root = spanOf({
    spanId: id(0),
    attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'ada', 'session.id': 's1' },
  });
  const child = spanOf({
    spanId: id(1),
    parentSpanId: id(0),
    resource: { 'service.name': 'shop' },
    attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o' },
  });

  it('wait for a parent, and come with it', async () => {
    const name = project();
    expect(await telemetry.mapper.accept([child], name)).toMatchObject({ accepted: 0, rejected: 0 });
    expect(await telemetry.events(name)).toEqual([]);
    expect(await telemetry.held(name)).toBe(1);
    await telemetry.mapper.accept([root], name);
    expect((await telemetry.events(name)).map(({ type, agentId, sessionId }) => [type, agentId, sessionId])).toEqual([
      ['agent:started', 'ada', 's1'],
      ['model:request', 'ada', 's1'],
      ['agent:completed', 'ada', 's1'],
      ['model:response', 'ada', 's1'],
    ]);
  });

  it('that nobody owns in time come with what is known, also after another start', async () => {
    const name = project();
    const before = await startMapper(database.url, { holdMs: 1 });
    // Held for a moment, and by a process that ends at once.
    await before.mapper.accept([child], name);
    await before.close();
    const after = await startMapper(database.url, { holdMs: 1 });
    await until('what was held is released', async () => (await after.events(name)).length === 2);
    const [request] = await after.events(name);
    expect(request).toMatchObject({ type: 'model:request', agentId: 'shop', sessionId: null });
    // Its parent comes too late: nothing is told twice.
    await after.mapper.accept([root, child], name);
    expect((await after.events(name)).map(({ type }) => type)).toEqual([
      'model:request',
      'model:response',
      'agent:started',
      'agent:completed',
    ]);
    await after.close();
  });

  it('tell of the start of what does not end, when the wait is over', async () => {
    const name = project();
    const quick = await startMapper(database.url, { holdMs: 1 });
    await quick.mapper.accept([{ ...root, endNs: 0n }], name);
    await until('its start is told', async () => (await quick.events(name)).length === 1);
    expect(await quick.events(name)).toMatchObject([{ type: 'agent:started', agentId: 'ada' }]);
    await quick.mapper.accept([root], name);
    expect((await quick.events(name)).map(({ type }) => type)).toEqual(['agent:started', 'agent:completed']);
    await quick.close();
  });

  it('wait for nobody when too many wait', async () => {
    const name = project();
    const full = await startMapper(database.url, { holdMs: 600_000, maxHeld: 0 });
    await full.mapper.accept([child], name);
    expect(await full.events(name)).toMatchObject([{ agentId: 'shop' }, { agentId: 'shop' }]);
    await full.close();
  });

  it('have the one session that their trace names anywhere', async () => {
    const name = project();
    const { 'session.id': _, ...rest } = root.attributes;
    const told = { ...child, attributes: { ...child.attributes, 'gen_ai.conversation.id': 'c1' } };
    await telemetry.mapper.accept([told, { ...root, attributes: rest }], name);
    expect(new Set((await telemetry.events(name)).map(({ sessionId }) => sessionId))).toEqual(new Set(['c1']));
  });

  it('that hang on each other in a circle are kept', async () => {
    const name = project();
    await telemetry.mapper.accept([{ ...root, parentSpanId: id(1) }, child], name);
    expect(await telemetry.events(name)).toHaveLength(4);
  });

  it('that nobody understands are kept whole, for who asks', async () => {
    const name = project();
    await telemetry.mapper.accept([spanOf({ name: 'GET /', attributes: { 'url.path': '/' } })], name);
    expect(await telemetry.events(name)).toMatchObject([
      { type: 'otel:span', payload: { name: 'GET /', attributes: { 'url.path': '/' } } },
    ]);
  });
});
