import { contentOf, shownHash } from '@binnacle/events';
import { describe, expect, it } from '@jest/globals';
import { fittingContent, shownContent } from './question-card.js';

const payload = {
  question: 'Go?',
  options: ['yes', { value: 'no', label: 'No' }],
  action: { tool: 't', args: { a: 1 } },
};

describe('what a card shows of a question', () => {
  it('is bound to all that was asked, and to nothing else that is known of it', () => {
    const content = contentOf(payload);
    const known = { ...content, id: 'q', state: 'open', answer: null };
    expect(fittingContent(known, 10_000).shownHash).toBe(shownHash(content));
    expect(shownContent(payload, 10_000).options).toEqual([
      { value: 'yes', label: 'yes', description: '' },
      { value: 'no', label: 'No', description: '' },
    ]);
  });

  it('is bound to nothing when a part was left out: what is not seen can’t be approved', () => {
    const shown = shownContent({ ...payload, action: { tool: 't', args: { text: 'x'.repeat(20_000) } } }, 12_000);
    expect(shown.shownHash).toBeUndefined();
    expect(shown.content.action).toEqual({ tool: 't' });
  });
});
