import { DEFAULT_LIMITS, parseEvent } from '@binnacle/events';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { prepareEvent } from './prepare-event.js';

const arrival = { project: 'default', receivedAt: '2026-03-01T00:00:00.000Z' };
const payloadOf = (payload: unknown) => {
  const { json } = prepareEvent('custom:event', { payload: payload as never });
  return parseEvent(JSON.parse(json), arrival).payload as Record<string, unknown>;
};

describe('prepareEvent', () => {
  it('keeps what can be kept', () => {
    const payload = { text: 'grün 🎉', list: [1, null, true, { deep: 'x' }] };
    expect(payloadOf(payload)).toEqual(payload);
  });

  it('replaces NUL and lone surrogates, in keys and ids too', () => {
    expect(payloadOf({ 'a\0': 'b\0\ud800' })).toEqual({ 'a\ufffd': 'b\ufffd\ufffd' });
    const { json } = prepareEvent('agent:started', { agentId: 'a\0' });
    expect(JSON.parse(json)).toMatchObject({ agent_id: 'a\ufffd' });
  });

  it('makes something visible of what JSON does not have', () => {
    const circular: Record<string, unknown> = { name: 'self' };
    circular.self = circular;
    const payload = {
      big: 12n,
      nan: Number.NaN,
      error: new TypeError('broken'),
      date: new Date(0),
      none: undefined,
      call: () => 1,
      circular,
      unreadable: {
        toJSON() {
          throw new Error('no');
        },
      },
    };
    expect(payloadOf(payload)).toEqual({
      big: '12',
      nan: null,
      error: { name: 'TypeError', message: 'broken' },
      date: '1970-01-01T00:00:00.000Z',
      circular: { name: 'self', self: '[circular]' },
      unreadable: '[unreadable]',
    });
  });

  it('marks what is nested too deeply', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 100; level++) deep = { deep };
    expect(JSON.stringify(payloadOf(deep))).toContain('[nested too deeply]');
  });

  it('shares are not cycles', () => {
    const shared = { a: 1 };
    expect(payloadOf({ one: shared, two: shared })).toEqual({ one: { a: 1 }, two: { a: 1 } });
  });

  it('the server takes whatever an agent puts in', () => {
    fc.assert(
      fc.property(fc.object({ withBigInt: true, withDate: true, withNullPrototype: true }), (payload) => {
        expect(() => payloadOf(payload)).not.toThrow();
      }),
    );
  });

  it('cuts the longest texts of an event that is too large, visibly, and keeps the short ones', () => {
    const { json, bytes } = prepareEvent('tool:completed', {
      agentId: 'a',
      payload: { tool_name: 'read_file', input: { path: 'big.txt' }, output: 'é'.repeat(3_000_000) },
    });
    expect(bytes).toBeLessThanOrEqual(DEFAULT_LIMITS.eventBytes);
    expect(bytes).toBe(Buffer.byteLength(json));
    const { payload } = JSON.parse(json) as { payload: { tool_name: string; input: object; output: string } };
    expect(payload).toMatchObject({ tool_name: 'read_file', input: { path: 'big.txt' } });
    const [, kept = '', cut] = /^(é+)…\[cut, (\d+) characters\]$/.exec(payload.output) ?? [];
    expect(kept.length).toBeGreaterThan(100_000);
    expect(kept.length + Number(cut)).toBe(3_000_000);
  });

  it('does not cut a character in two', () => {
    const { json } = prepareEvent('user:message', { payload: { text: `x${'🎉'.repeat(900_000)}` } });
    expect(json).not.toMatch(/\\ud83c(?!\\u)/i);
    expect(() => parseEvent(JSON.parse(json), arrival)).not.toThrow();
  });

  it('keeps the beginning of what is large without a long text', () => {
    const { json, bytes } = prepareEvent('tool:completed', { payload: { output: Array(600_000).fill(12) } });
    expect(bytes).toBeLessThanOrEqual(DEFAULT_LIMITS.eventBytes);
    expect(JSON.parse(json).payload.cut).toMatch(/^\{"output":\[12,12.*…\[cut, \d+ characters\]$/);
  });

  it('takes the event as it is now', () => {
    const payload = { text: 'before' };
    const { json } = prepareEvent('user:message', { payload });
    payload.text = 'after';
    expect(json).toContain('before');
  });

  it.each(['', 'agent', 'Agent:started', 'a:b:c'])('refuses the type %j', (type) => {
    expect(() => prepareEvent(type, {})).toThrow(/field_invalid/);
  });
});
