import { type Filter, type ViewFilter } from '@binnacle/plugin-kit';
import { eventOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { eventType } from './filter.js';

const select = (eventType.useFactory() as Filter).apply as ViewFilter;

describe('the event-type filter', () => {
  it('selects by category and pattern', () => {
    const { matches } = select('agent:*, tool:failed');
    expect(['agent:started', 'tool:failed', 'tool:called'].map((type) => matches(eventOf(type)))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('spells one choice one way, and everything as nothing', () => {
    expect(select(' tool:failed,agent:*,agent:started ').canonical).toBe('agent:*,tool:failed');
    expect([select('').canonical, select('*').canonical, select('*,agent:*').canonical]).toEqual(['', '', '']);
  });

  it('offers choices that are canonical, so that the chosen chip is the marked one', () => {
    const deploys = { id: 'deploy', label: 'Deploys', color: 'teal' } as const;
    const filter = eventType.useFactory({ all: () => [deploys] }) as Filter;
    if (!('choices' in filter)) throw new Error('it is a view filter');
    const choices = filter.choices();
    for (const { value } of choices) expect(select(value).canonical).toBe(value);
    expect(choices).toContainEqual({ value: 'deploy:*', label: 'Deploys' });
  });

  it('refuses what is no pattern', () => {
    expect(() => select('Agent')).toThrow(/invalid_pattern/);
  });
});
