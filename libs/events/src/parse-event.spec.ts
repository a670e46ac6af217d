import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { BinnacleError } from './errors/binnacle-error.js';
import { EventDto } from './event.dto.js';
import { parseEvent } from './parse-event.js';

const arrival = { project: 'default', receivedAt: '2026-03-01T00:00:00.000Z' };
const refusal = (input: unknown): BinnacleError => {
  try {
    parseEvent(input, arrival);
  } catch (error) {
    if (error instanceof BinnacleError) return error;
    throw error;
  }
  throw new Error('it was accepted');
};
const accepts = (input: unknown): boolean => {
  try {
    parseEvent(input, arrival);
    return true;
  } catch (error) {
    if (error instanceof BinnacleError) return false;
    throw error;
  }
};

describe('parseEvent', () => {
  it("accepts what Remora's bus serialises, unchanged", () => {
    const remora = {
      id: 'a1b2c3d4',
      timestamp: '2026-02-24T12:49:51.123456',
      category: 'agent',
      action: 'blocked',
      agent_id: 'agent-1',
      graph_id: null,
      node_id: null,
      session_id: null,
      payload: { question: 'Which format?', options: ['json', 'csv'], msg_id: '9f8e7d6c' },
    };
    expect(parseEvent(remora, arrival)).toEqual({
      id: 'a1b2c3d4',
      project: 'default',
      timestamp: '2026-02-24T12:49:51.123Z',
      receivedAt: '2026-03-01T00:00:00.000Z',
      type: 'agent:blocked',
      category: 'agent',
      action: 'blocked',
      agentId: 'agent-1',
      graphId: null,
      nodeId: null,
      sessionId: null,
      parentId: null,
      payload: { question: 'Which format?', options: ['json', 'csv'], msg_id: '9f8e7d6c' },
    });
  });

  it('gives a UUIDv7 and the time of arrival when they are left out', () => {
    const event = parseEvent({ type: 'tool:called' }, arrival);
    expect(event.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(event.timestamp).toBe(arrival.receivedAt);
    expect(event.payload).toEqual({});
  });

  it('keeps the project of the key and ignores one in the body', () => {
    expect(parseEvent({ type: 'tool:called', project: 'other', seq: '9' }, arrival).project).toBe('default');
  });

  it.each([
    ['no object', [], 'not_an_object', /JSON object/],
    ['no type', {}, 'field_missing', /`category`/],
    ['a category alone', { category: 'agent' }, 'field_missing', /`action`/],
    ['a capital', { category: 'Agent', action: 'x' }, 'field_invalid', /`category`/],
    ['type and action that disagree', { type: 'agent:started', action: 'failed' }, 'field_invalid', /disagrees/],
    ['a half type', { type: 'agent' }, 'field_invalid', /`type`/],
    ['white space in the id', { type: 'a:b', id: 'a b' }, 'field_invalid', /`id`/],
    ['a long id', { type: 'a:b', id: 'x'.repeat(129) }, 'field_too_long', /129 characters; the limit is 128/],
    ['a long agent_id', { type: 'a:b', agent_id: 'x'.repeat(257) }, 'field_too_long', /`agent_id` has 257/],
    ['a number as agent_id', { type: 'a:b', agent_id: 7 }, 'field_invalid', /`agent_id`/],
    ['30 February', { type: 'a:b', timestamp: '2026-02-30T00:00:00Z' }, 'field_invalid', /`timestamp`/],
    ['a payload that is a list', { type: 'a:b', payload: [1] }, 'field_invalid', /`payload`/],
    [
      'a NUL in the payload',
      { type: 'a:b', payload: { x: { y: 'a\0b' } } },
      'unstorable_text',
      /`payload\.x\.y` holds a NUL/,
    ],
    ['a lone surrogate', { type: 'a:b', payload: { x: ['\ud800'] } }, 'unstorable_text', /unpaired surrogate/],
    ['a lone surrogate in a key', { type: 'a:b', payload: { '\udc00': 1 } }, 'unstorable_text', /unpaired surrogate/],
    ['a NUL in agent_id', { type: 'a:b', agent_id: 'a\0' }, 'unstorable_text', /`agent_id`/],
    ['infinity', { type: 'a:b', payload: JSON.parse('{"n":1e999}') }, 'field_invalid', /`payload\.n` is beyond/],
    [
      'a question that is a number',
      { type: 'agent:blocked', payload: { question: 1 } },
      'field_invalid',
      /`payload\.question`/,
    ],
    [
      'options without value',
      { type: 'agent:blocked', payload: { options: [{ label: 'x' }] } },
      'field_invalid',
      /`payload\.options`/,
    ],
  ])('refuses %s, naming the field', (_name, input, code, detail) => {
    const error = refusal(input);
    expect(error.code).toBe(code);
    expect(error.detail).toMatch(detail);
  });

  it('takes a payload of 32 levels and refuses one of 33', () => {
    const nested = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`);
    expect(accepts({ type: 'a:b', payload: nested(32) })).toBe(true);
    expect(refusal({ type: 'a:b', payload: nested(33) }).code).toBe('payload_too_deep');
  });

  it('does not overflow the stack on JSON nested a hundred thousand deep', () => {
    const deep = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);
    expect(refusal({ type: 'a:b', payload: { deep } }).code).toBe('payload_too_deep');
  });

  it('agrees with the DTO about every envelope', () => {
    const text = fc.oneof(
      fc.constantFrom(
        '',
        'agent',
        'agent:started',
        'a1',
        'A',
        'x y',
        '2026-01-01',
        '\0',
        '\ud800',
        'ö',
        'x'.repeat(300),
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    const value = fc.oneof(text, fc.constantFrom(null, undefined, 0, 1_700_000_000_000, -1, true, [], {}));
    const fields = ['id', 'type', 'category', 'action', 'timestamp', 'agent_id', 'graph_id', 'session_id', 'payload'];
    const valid = { category: 'agent', action: 'started' };
    const event = fc.record(Object.fromEntries(fields.map((field) => [field, value])), { requiredKeys: [] });
    fc.assert(
      fc.property(event, fc.boolean(), (drawn, complete) => {
        const input = complete ? { ...valid, ...drawn } : drawn;
        const errors = validateSync(plainToInstance(EventDto, input));
        expect({ input, accepted: accepts(input) }).toEqual({ input, accepted: errors.length === 0 });
      }),
      { numRuns: 3_000 },
    );
  });
});
