import { BinnacleError, canonicalPatterns, defineFilter, parsePatterns } from '@binnacle/plugin-kit';
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

/** As the filter by event type is written. */
const byType = defineFilter({
  id: 'by-type',
  stage: 'view',
  param: 'type',
  label: 'type',
  create: () => (value) => {
    const patterns = parsePatterns(value);
    const canonical = patterns.all ? '' : canonicalPatterns(patterns).join(',');
    return { canonical, matches: () => false, patterns };
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

  it('gives patterns one key whatever their order, doubles and what is inside another', () => {
    const { key } = selectView([byType], { type: 'agent:*,tool:failed' });
    expect(key).toBe('type=agent:*,tool:failed');
    for (const type of ['tool:failed,agent:*', 'agent:*,agent:*,tool:failed', ['tool:failed', 'agent:*']])
      expect(selectView([byType], { type }).key).toBe(key);
    expect(selectView([byType], { type: 'agent:*,tool:failed,agent:started' }).key).toBe(key);
    for (const type of ['*', '*,agent:*', '']) expect(selectView([byType], { type }).key).toBe('');
  });

  it('matches by the patterns a filter names, which the archive reads by too', () => {
    const chosen = selectView([byType], { type: 'tool:*' });
    expect(chosen.patterns).toHaveLength(1);
    expect(chosen.matches(eventOf('tool:called'))).toBe(true);
    expect(chosen.matches(eventOf('agent:started'))).toBe(false);
    expect(selectView([byType], {}).patterns).toEqual([]);
  });

  it.each(['agent', 'agent:*:x', 'agent:st*', ':*', '*:failed', 'agent:\u2028'])('refuses the pattern %j', (type) => {
    expect(() => selectView([byType], { type })).toThrow(expect.objectContaining({ code: 'invalid_pattern' }));
  });

  it('tells values apart that hold the characters of a query', () => {
    const keys = ['a&b=c', 'a', 'a%3A', 'a:', 'a+b', 'a b'].map((agent) => selectView([param('agent')], { agent }).key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys)
      expect(selectView([param('agent')], Object.fromEntries(new URLSearchParams(key))).key).toBe(key);
  });
});
