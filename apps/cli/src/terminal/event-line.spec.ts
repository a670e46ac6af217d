import type { WireEvent } from '@binnacle/events';
import { describe, expect, it } from '@jest/globals';
import { eventLine } from './event-line.js';
import { eventTable } from './event-table.js';
import { painter } from './paint.js';

const plain = painter(false);

function event(type: string, payload: object, more: Partial<WireEvent> = {}): WireEvent {
  const [category = '', action = ''] = type.split(':');
  // No zone: local time, whatever the zone of this machine is.
  const timestamp = new Date('2026-03-01T14:03:59.120').toISOString();
  const nobody = { agent_id: null, graph_id: null, node_id: null, session_id: null, parent_id: null };
  const fixed = { id: 'e1', seq: '12', timestamp, received_at: timestamp, project: 'default', ...nobody };
  return { ...fixed, type, category, action, payload: payload as WireEvent['payload'], ...more };
}

describe('an event on one line', () => {
  it('has local time, type, agent and what it is about', () => {
    const failed = event(
      'tool:failed',
      { tool_name: 'grep', error: 'no match', duration_ms: 1_234 },
      { agent_id: 'a' },
    );
    expect(eventLine(failed, plain)).toBe('14:03:59.120 tool:failed      a              grep  no match  1.2 s');
  });

  it.each([
    ['graph:progress', { completed: 2, total: 5, label: 'reading' }, '2/5  reading'],
    ['agent:resumed', { question: 'Go?', answer: 'yes' }, 'Go?  yes'],
    ['agent:completed', { result: { rows: 3 }, summary: 'done' }, 'done'],
    ['agent:completed', { result: { rows: 3 } }, '{"rows":3}'],
    ['deploy:finished', { version: '1.2' }, '{"version":"1.2"}'],
    ['agent:started', {}, ''],
  ])('%s %j is about %j', (type, payload, about) => {
    expect(eventLine(event(type, payload), plain)).toBe(
      `14:03:59.120 ${type.padEnd(16)} -${about && ' '.repeat(14)}${about}`,
    );
  });

  it('cannot be broken out of by what an agent sends', () => {
    const evil = event('user:message', { text: '\u001b[2J\nfake line' }, { agent_id: 'a\u001b[31m' });
    expect(eventLine(evil, plain)).toBe('14:03:59.120 user:message     a␛[31m         ␛[2J fake line');
  });

  it('is cut to the terminal, and left whole in a pipe', () => {
    const long = event('user:message', { text: 'x'.repeat(300) });
    expect(eventLine(long, plain, 80)).toHaveLength(80);
    expect(eventLine(long, plain, 80)).toMatch(/x…$/);
    expect(eventLine(long, plain)).toHaveLength(45 + 300);
  });

  it('is coloured by what happened, only where colour is wanted', () => {
    expect(eventLine(event('tool:failed', {}), painter(true))).toContain('\u001b[31mtool:failed');
    expect(eventLine(event('tool:failed', {}), plain)).not.toContain('\u001b');
  });
});

describe('a table of events', () => {
  it('lines its columns up', () => {
    const events = [event('agent:started', { task: 'look' }, { agent_id: 'scout' }), event('tool:called', {})];
    expect(eventTable(events, plain)).toEqual([
      'SEQ  TIME                     TYPE           AGENT  ABOUT',
      '12   2026-03-01 14:03:59.120  agent:started  scout  look',
      '12   2026-03-01 14:03:59.120  tool:called    -',
    ]);
  });
});
