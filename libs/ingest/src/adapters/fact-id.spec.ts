import { describe, expect, it } from '@jest/globals';
import { factId } from './fact-id.js';

describe('the id of a fact', () => {
  it('is the same for everyone who tells of it', () => {
    expect(factId('s', 'toolu_1', 'tool:called')).toBe(factId('s', 'toolu_1', 'tool:called'));
  });

  it('differs by session, by key and by type, wherever one ends and the next begins', () => {
    const ids = [
      factId('s', 'toolu_1', 'tool:called'),
      factId('t', 'toolu_1', 'tool:called'),
      factId('s', 'toolu_2', 'tool:called'),
      factId('s', 'toolu_1', 'tool:completed'),
      factId('s,toolu_1', '', 'tool:called'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});
