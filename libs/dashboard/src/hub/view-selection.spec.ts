import { BinnacleError, defineFilter } from '@binnacle/plugin-kit';
import { eventOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { selectView } from './view-selection.js';

const param = (name: string) =>
  defineFilter({
    id: `by-${name}`,
    stage: 'view',
    param: name,
    label: name,
    create: () => (value) => {
      if (value === 'bad') throw new BinnacleError('invalid_query', 'bad value');
      return { canonical: value.trim().toLowerCase(), matches: (event) => event.agentId === value.trim() };
    },
  }).useFactory() as never;

describe('selectView', () => {
  it('gives every spelling of the same choices one key, whatever the order in the URL', () => {
    const filters = [param('zone'), param('agent')];
    const one = selectView(filters, { zone: 'EU', agent: 'Ada', at: 'ignored' });
    const two = selectView([...filters].reverse(), { agent: ' ada', zone: 'eu ' });
    expect(one.key).toBe(two.key);
    expect(one.query).toBe('agent=ada&zone=eu');
  });

  it('has the empty key when nothing is chosen, and then shows everything', () => {
    const all = selectView([param('agent')], { agent: '' });
    expect(all.key).toBe('');
    expect(all.matches(eventOf('tool:called'))).toBe(true);
  });

  it('shows what every chosen filter shows', () => {
    const both = selectView([param('a'), param('b')], { a: 'ada', b: 'bob' });
    expect(both.matches(eventOf('tool:called', { agentId: 'ada' }))).toBe(false);
    expect(selectView([param('a')], { a: 'ada' }).matches(eventOf('tool:called', { agentId: 'ada' }))).toBe(true);
  });

  it('joins repeated parameters, and keeps colons and stars readable', () => {
    expect(selectView([param('type')], { type: ['agent:*', 'tool:failed'] }).query).toBe('type=agent:*,tool:failed');
  });

  it('passes on what a filter refuses', () => {
    expect(() => selectView([param('agent')], { agent: 'bad' })).toThrow('bad value');
  });
});
