import { describe, expect, it } from '@jest/globals';
import { defineFilter } from '../define-filter.js';
import { Settings } from '../services/settings.js';
import { eventOf } from './event-of.js';
import { applyFilter, selectWith } from './filters.js';

const drop = defineFilter({
  id: 'drop',
  stage: 'ingest',
  inject: [Settings],
  create: (settings) => (event) => (event.type === settings.get('BINNACLE_DROP') ? null : event),
});
const byAgent = defineFilter({
  id: 'by-agent',
  stage: 'view',
  param: 'agent',
  label: 'Agent',
  create: () => (value) => ({ canonical: value, matches: (event) => value === '' || event.agentId === value }),
});

describe('filters in tests', () => {
  it('drop and pass events, given what they inject', () => {
    const settings = { get: () => 'agent:heartbeat' };
    expect(applyFilter(drop, eventOf('agent:heartbeat'), settings)).toBeNull();
    const event = eventOf('agent:started');
    expect(applyFilter(drop, event, settings)).toBe(event);
  });

  it('select with a value of the URL', () => {
    const { canonical, matches } = selectWith(byAgent, 'a-1');
    expect([canonical, matches(eventOf('x:y', { agentId: 'a-1' })), matches(eventOf('x:y'))]).toEqual([
      'a-1',
      true,
      false,
    ]);
  });

  it('name the right function for the other stage', () => {
    expect(() => applyFilter(byAgent, eventOf('x:y'))).toThrow(/filter by-agent has the stage 'view': use selectWith/);
    expect(() => selectWith(drop, '')).toThrow(/use applyFilter/);
  });
});
