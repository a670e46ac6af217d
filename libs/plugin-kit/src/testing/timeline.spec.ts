import { describe, expect, it } from '@jest/globals';
import { agentRun, modelCall, question, toolCall } from './sequences.js';
import { Timeline } from './timeline.js';

const typesOf = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type);

describe('a sequence', () => {
  it('is the same whenever it is made', () => {
    expect(toolCall({ tool: 'bash' })).toEqual(toolCall({ tool: 'bash' }));
    expect(toolCall()).toMatchObject([
      { id: 'event-1', seq: 1n, timestamp: '2026-01-01T09:00:00.000Z', receivedAt: '2026-01-01T09:00:00.000Z' },
      { id: 'event-2', seq: 2n, timestamp: '2026-01-01T09:00:00.120Z', receivedAt: '2026-01-01T09:00:00.120Z' },
    ]);
  });

  it('joins a call with its end, well or badly', () => {
    const [called, completed] = toolCall({ tool: 'bash', input: 'ls', output: 'a.txt', durationMs: 7 });
    expect(called).toMatchObject({ type: 'tool:called', payload: { tool_name: 'bash', input: 'ls' } });
    expect(completed?.payload).toMatchObject({ tool_name: 'bash', output: 'a.txt', duration_ms: 7 });
    expect(completed?.payload.tool_use_id).toBe(called?.payload.tool_use_id);
    expect(toolCall({ error: 'no' })[1]).toMatchObject({ type: 'tool:failed', payload: { error: 'no' } });
  });

  it('counts tokens and costs', () => {
    const [, response] = modelCall({ model: 'large', inputTokens: 5, costUsd: 0.25 });
    expect(response?.payload).toMatchObject({ model: 'large', input_tokens: 5, output_tokens: 200, cost_usd: 0.25 });
  });

  it('leaves a question open until it has an answer', () => {
    expect(typesOf(question({ question: 'Deploy?', options: ['yes', 'no'] }))).toEqual(['agent:blocked']);
    const [blocked, resumed] = question({ answer: 'yes', answeredBy: 'ann', waitMs: 60_000 });
    expect(resumed).toMatchObject({ timestamp: '2026-01-01T09:01:00.000Z', payload: { answer: 'yes' } });
    expect(resumed?.payload.msg_id).toBe(blocked?.payload.msg_id);
  });

  it('runs an agent from start to end, its work between', () => {
    const run = agentRun({ agentId: 'scout', result: 'done' }, (timeline) => timeline.toolCall());
    expect(typesOf(run)).toEqual(['agent:started', 'tool:called', 'tool:completed', 'agent:completed']);
    expect(new Set(run.map(({ agentId }) => agentId))).toEqual(new Set(['scout']));
    expect(run.at(-1)?.payload).toMatchObject({ result: 'done', duration_ms: 1_120 });
    expect(typesOf(agentRun({ error: 'gone' }))).toEqual(['agent:started', 'agent:failed']);
  });
});

describe('a timeline', () => {
  it('numbers events and calls through, and moves on in time', () => {
    const day = new Timeline({ start: '2026-03-01T00:00:00Z', agentId: 'a-7' });
    const [first] = day.toolCall();
    const [second] = day.wait(1_000).toolCall({ agentId: 'a-8' });
    expect(day.events.map(({ seq }) => seq)).toEqual([1n, 2n, 3n, 4n]);
    expect(second).toMatchObject({ timestamp: '2026-03-01T00:00:01.120Z', agentId: 'a-8', sessionId: 'session-1' });
    expect(first?.payload.tool_use_id).not.toBe(second?.payload.tool_use_id);
  });

  it('counts what happens within a run as its own, and nothing after it', () => {
    const day = new Timeline();
    day.agentRun({ agentId: 'scout' }, () => day.agentRun({ agentId: 'helper' }, () => day.toolCall()));
    day.modelCall();
    expect(day.events.map(({ agentId }) => agentId)).toEqual([
      'scout',
      ...['helper', 'helper', 'helper', 'helper'],
      'scout',
      ...['agent-1', 'agent-1'],
    ]);
  });

  it('carries no field that was not given', () => {
    expect(Object.keys(toolCall()[0]?.payload ?? {})).toEqual(['tool_name', 'tool_use_id']);
  });

  it('refuses a payload that the server would refuse', () => {
    expect(() => new Timeline().event('tool:called', { payload: { tool_name: 7 as never } })).toThrow(/tool_name/);
  });
});
