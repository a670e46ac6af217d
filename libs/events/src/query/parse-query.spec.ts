import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BinnacleError } from '../errors/binnacle-error.js';
import type { BinnacleEvent } from '../event.js';
import { matchesConditions } from './condition.js';
import { MAX_QUERY_CHARS, MAX_TERMS, parseQuery } from './parse-query.js';

const event = (more: Partial<BinnacleEvent>): BinnacleEvent => ({
  id: 'e-1',
  seq: 1n,
  project: 'default',
  timestamp: '2026-11-23T10:00:00.000Z',
  receivedAt: '2026-11-23T10:00:00.000Z',
  type: 'tool:failed',
  category: 'tool',
  action: 'failed',
  agentId: 'deployer',
  graphId: null,
  nodeId: 'node-1',
  sessionId: 'run-7',
  parentId: null,
  payload: {
    tool_name: 'bash',
    duration_ms: 1_500,
    input: { path: '/etc', deep: { flag: true } },
    error: 'Connection "refused"',
  },
  ...more,
});
const matches = (query: string, more: Partial<BinnacleEvent> = {}) =>
  matchesConditions(parseQuery(query).conditions, event(more));

describe('parseQuery', () => {
  it.each([
    ['', true],
    ['type:tool:*', true],
    ['type:agent:*,tool:failed', true],
    ['-type:tool:*', false],
    ['type!=tool:called', true],
    ['agent:deployer session:run-7', true],
    ['agent:deployer,other', true],
    ['agent_id:other', false],
    ['-agent:other node:node-1', true],
    ['parent:p', false],
    ['-parent:p', true],
    ['id:e-1', true],
    ['payload.tool_name=bash', true],
    ['payload.tool_name:grep,bash', true],
    ['payload.tool_name!=bash', false],
    ['-payload.tool_name=bash', false],
    ['payload.missing!=x', true],
    ['payload.duration_ms>=1000', true],
    ['payload.duration_ms>1500', false],
    ['payload.duration_ms<1500.5', true],
    ['payload.duration_ms=1500', true],
    ['payload.duration_ms="1500"', false],
    ['payload.tool_name>5', false],
    ['payload.input.path="/etc"', true],
    ['payload.input.deep.flag=true', true],
    ['payload.input.deep.flag="true"', false],
    ['connection', true],
    ['"connection \\"REFUSED"', true],
    ['-timeout', true],
    ['timeout', false],
    ['"http://x.test/a,b"', false],
  ])('%j selects the event: %s', (query, expected) => {
    expect(matches(query)).toBe(expected);
  });

  it('reads times, a bare date as its first moment', () => {
    expect(parseQuery('from:2026-11-01 to:2026-11-02T12:00:00Z')).toMatchObject({
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-11-02T12:00:00.000Z',
    });
    expect(parseQuery('from:1700000000000').from).toBe('2023-11-14T22:13:20.000Z');
  });

  it.each([
    ['agent:', 7, /a value must follow agent:/],
    ['type:tool:failed agnet:x', 18, /there is no field agnet; known: type, agent/],
    ['"never closed', 1, /never closed/],
    ['payload.tool_name="x"y', 22, /separated by a space/],
    ['payload.duration_ms>=fast', 22, />= compares with a number/],
    ['payload.duration_ms>=1,2', 1, /one number/],
    ['payload.a..b=1', 1, /names with dots/],
    ['type:Tool', 6, /no event pattern/],
    ['type:agent:*,oops', 14, /"oops" is no event pattern/],
    ['agent>5', 1, /with : and != only/],
    ['from:yesterday', 6, /no ISO 8601/],
    ['from:2026-01-01 from:2026-01-02', 17, /given twice/],
    ['-from:2026-01-01', 1, /takes one time/],
    ['ab', 1, /at least 3 characters/],
    ['- x', 1, /minus/],
    ['constructor:x', 1, /no field constructor/],
    ['http://x.test', 1, /no field http.*goes in quotes/],
    ['a\0b', 1, /NUL/],
    [`agent:${'x'.repeat(300)}`, 7, /300 characters; the limit is 256/],
    ['x'.repeat(MAX_QUERY_CHARS + 1), MAX_QUERY_CHARS + 1, /at most 2000 characters/],
    [Array.from({ length: MAX_TERMS + 1 }, () => 'text').join(' '), MAX_TERMS * 5 + 1, /at most 30 terms/],
  ])('refuses %j at character %d', (query, position, message) => {
    let error: unknown;
    try {
      parseQuery(query);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({
      code: 'invalid_query',
      message: expect.stringMatching(message),
      context: { position },
    });
  });

  it('reads or refuses whatever is typed, and a quoted text is found whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: 'grapheme' }), (text) => {
        try {
          parseQuery(text);
        } catch (error) {
          expect(error).toBeInstanceOf(BinnacleError);
        }
        if (text.trim().length < 3 || text.includes('\0')) return;
        const quoted = `"${text.replace(/["\\]/g, '\\$&')}"`;
        expect(matches(quoted, { payload: { note: `before ${text} after` } })).toBe(true);
      }),
    );
  });
});
