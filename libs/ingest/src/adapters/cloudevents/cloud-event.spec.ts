import { describe, expect, it } from '@jest/globals';
import { cloudEvent } from './cloud-event.js';

const given = { specversion: '1.0', id: '1', source: '/a', type: 'agent.blocked' };

describe('a CloudEvent', () => {
  it.each([
    ['agent.blocked', 'agent:blocked'],
    ['agent:blocked', 'agent:blocked'],
    ['com.example.Agent.Blocked', 'agent:blocked'],
    ['order', 'cloudevent:order'],
    ['com.example.1st.done!', 'st:done'],
    ['…', 'cloudevent:'],
  ])('of type %j is %j', (type, expected) => {
    expect(cloudEvent({ ...given, type }).type).toBe(expected);
  });

  it('has its references, its data, and what it was', () => {
    const event = cloudEvent({ ...given, subject: 'planner', sessionid: 's1', graphid: 'g', data: { question: 'Q?' } });
    expect(event).toMatchObject({
      agent_id: 'planner',
      session_id: 's1',
      graph_id: 'g',
      payload: { question: 'Q?', cloudevent: { id: '1', source: '/a', type: 'agent.blocked' } },
    });
  });

  it('is another one from another source', () => {
    const id = (source: string) => cloudEvent({ ...given, source }).id;
    expect(id('/a')).toBe(id('/a'));
    expect(id('/a')).not.toBe(id('/b'));
  });

  it.each([
    ['specversion', '0.3', 'field_invalid'],
    ['id', '', 'field_missing'],
    ['source', undefined, 'field_missing'],
    ['type', 7, 'field_invalid'],
  ])('is refused with %s %j', (field, value, code) => {
    expect(() => cloudEvent({ ...given, [field]: value })).toThrow(expect.objectContaining({ code }));
  });
});
