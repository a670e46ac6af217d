import { describe, expect, it } from '@jest/globals';
import { LangfuseBatches } from './read-batch.js';

const at = '2026-11-24T08:00:00.000Z';
const item = (type: string, body: object) => ({ id: `${type}-item`, type, timestamp: at, body });
const created = item('generation-create', { id: 'o', traceId: 't', name: 'answer', startTime: at, model: 'gpt-4o' });
const ended = item('generation-update', { id: 'o', traceId: 't', endTime: '2026-11-24T08:00:01.000Z', output: 'yes' });
const trace = item('trace-create', { id: 't', name: 'trip', sessionId: 's' });
const spansOf = (batches: LangfuseBatches, ...items: object[]) =>
  batches.read(items, 'p').records.filter(({ signal }) => signal === 'span');

describe('a batch of Langfuse', () => {
  it('puts together what is told of an observation, in whatever order', () => {
    const spans = spansOf(new LangfuseBatches(), ended, trace, created);
    expect(spans).toEqual(spansOf(new LangfuseBatches(), trace, created, ended));
    expect(spans).toMatchObject([
      {
        name: 'answer',
        endNs: BigInt(Date.parse('2026-11-24T08:00:01.000Z')) * 1_000_000n,
        attributes: { 'langfuse.observation.model.name': 'gpt-4o', 'session.id': 's' },
      },
    ]);
  });

  it('knows the beginning from an earlier batch, in its project only', () => {
    const batches = new LangfuseBatches();
    batches.read([trace, created], 'p');
    batches.read([created], 'other');
    expect(spansOf(batches, ended)).toMatchObject([{ name: 'answer', attributes: { 'session.id': 's' } }]);
    expect(batches.read([ended], 'third').records).toMatchObject([{ name: 'generation' }]);
  });

  it('tells what it could not read beside the others, which are kept', () => {
    const { records, ids, unreadable } = new LangfuseBatches().read([7, created, item('span-create', {})], 'p');
    expect(records).toHaveLength(1);
    expect(ids).toHaveLength(3);
    expect(unreadable).toHaveLength(2);
  });
});
