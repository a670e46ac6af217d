import { describe, expect, it } from '@jest/globals';
import { LangfuseBatches } from './read-batch.js';

const at = '2026-11-24T08:00:00.000Z';
const item = (type: string, body: object) => ({ id: `${type}-item`, type, timestamp: at, body });
const created = item('generation-create', { id: 'o', traceId: 't', name: 'answer', startTime: at, model: 'gpt-4o' });
const ended = item('generation-update', { id: 'o', traceId: 't', endTime: '2026-11-24T08:00:01.000Z', output: 'yes' });
const trace = item('trace-create', { id: 't', name: 'trip', sessionId: 's' });
async function* one(...items: unknown[]) {
  yield items;
}
const spansOf = async (batches: LangfuseBatches, ...items: object[]) =>
  (await batches.read(one(...items), 'p')).records.filter(({ signal }) => signal === 'span');

describe('a batch of Langfuse', () => {
  it('puts together what is told of an observation, in whatever order', async () => {
    const spans = await spansOf(new LangfuseBatches(), ended, trace, created);
    expect(spans).toEqual(await spansOf(new LangfuseBatches(), trace, created, ended));
    expect(spans).toMatchObject([
      {
        name: 'answer',
        endNs: BigInt(Date.parse('2026-11-24T08:00:01.000Z')) * 1_000_000n,
        attributes: { 'langfuse.observation.model.name': 'gpt-4o', 'session.id': 's' },
      },
    ]);
  });

  it('knows the beginning from an earlier batch, in its project only', async () => {
    const batches = new LangfuseBatches();
    await batches.read(one(trace, created), 'p');
    await batches.read(one(created), 'other');
    expect(await spansOf(batches, ended)).toMatchObject([{ name: 'answer', attributes: { 'session.id': 's' } }]);
    expect((await batches.read(one(ended), 'third')).records).toMatchObject([{ name: 'generation' }]);
  });

  it('tells what it could not read beside the others, which are kept', async () => {
    const items = one(7, created, item('span-create', {}));
    const { records, ids, unreadable } = await new LangfuseBatches().read(items, 'p');
    expect(records).toHaveLength(1);
    expect(ids).toHaveLength(3);
    expect(unreadable).toHaveLength(2);
  });

  it('puts together what stands in two portions, and remembers a short input for the end that comes later', async () => {
    async function* two() {
      yield [{ ...created, body: { ...created.body, input: 'Which trains?' } }];
      yield [ended];
    }
    const { records } = await new LangfuseBatches().read(two(), 'p');
    expect(records).toMatchObject([{ attributes: { 'langfuse.observation.input': 'Which trains?' } }]);
    const batches = new LangfuseBatches();
    await batches.read(
      one({ ...created, body: { ...created.body, input: 'Which trains?', metadata: 'x'.repeat(9_000) } }),
      'p',
    );
    const [span] = await spansOf(batches, ended);
    expect(span?.attributes).toMatchObject({ 'langfuse.observation.input': 'Which trains?' });
    expect(span?.attributes).not.toHaveProperty('langfuse.observation.metadata');
  });

  it('of ten thousand updates of one observation, each with other fields, is read in their number', async () => {
    const updates = Array.from({ length: 10_000 }, (_, index) =>
      item('span-update', {
        id: 'o',
        startTime: at,
        ...Object.fromEntries([...'abcdefgh'].map((c) => [`${c}${index}`, 1])),
      }),
    );
    const begun = performance.now();
    expect(await spansOf(new LangfuseBatches(), ...updates)).toHaveLength(1);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});
