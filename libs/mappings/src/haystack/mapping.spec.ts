import { describe, expect, it } from '@jest/globals';
import { only, told, typesOf } from '../testing/read-by-order.fixture.js';
import { HAYSTACK_TRACE } from './haystack.fixture.js';

describe('Haystack', () => {
  it('is a graph of its components, whose generators are calls of models', () => {
    const events = told(...HAYSTACK_TRACE);
    expect(typesOf(events)).toEqual([
      'graph:started',
      'graph:completed',
      'graph:progress',
      'graph:progress',
      'model:request',
      'model:response',
    ]);
    expect(events[2]?.payload).toMatchObject({ label: 'retriever', state: 'started' });
    expect(only(events, 'model:response')).toMatchObject({
      model: 'gpt-4o-mini',
      input_tokens: 21,
      output_tokens: 3,
      cache_read_tokens: 16,
      finish_reasons: 'stop',
    });
  });
});
