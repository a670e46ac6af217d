import { spanOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { only, told, typesOf } from '../testing/read-by-order.fixture.js';
import {
  AG2_TRACE,
  COPILOT_TRACE,
  LITELLM_TRACE,
  SEMANTIC_KERNEL_TRACE,
  STRANDS_NEW_TOOL,
  STRANDS_TRACE,
} from './frameworks.fixture.js';

describe('GenAI spans of', () => {
  it('Strands: messages that are events, and a tool that failed though its span ended well', () => {
    const events = told(...STRANDS_TRACE);
    expect(typesOf(events)).toEqual([
      'agent:started',
      'agent:completed',
      'otel:span',
      'model:request',
      'model:response',
      'tool:started',
      'tool:failed',
    ]);
    expect(events[0]).toMatchObject({
      agentId: 'Strands Agents',
      sessionId: 'strands-session',
      payload: { task: '2 + 2?' },
    });
    expect(only(events, 'agent:completed')).toMatchObject({ result: '4, roughly', usage: { input_tokens: 30 } });
    expect(only(events, 'model:response')).toMatchObject({
      input_tokens: 30,
      cache_read_tokens: 10,
      cache_write_tokens: 5,
    });
    expect(only(events, 'tool:started')).toMatchObject({ tool_use_id: 'tooluse_1', input: { sum: '2+2' } });
    expect(only(events, 'tool:failed')).toMatchObject({ error: 'no battery' });
  });

  it('Strands with the newest conventions: arguments and answer as parts', () => {
    const events = told(...STRANDS_NEW_TOOL);
    expect(only(events, 'tool:started')).toMatchObject({ input: { sum: '2+2' } });
    expect(only(events, 'tool:completed')).toMatchObject({ output: [{ text: '4' }] });
  });

  it('AG2: a conversation, its agents, and people who were asked', () => {
    const events = told(...AG2_TRACE);
    expect(typesOf(events)).toEqual([
      'graph:started',
      'graph:completed',
      'agent:started',
      'agent:completed',
      'model:request',
      'model:response',
      'agent:blocked',
      'agent:resumed',
      'tool:started',
      'tool:completed',
    ]);
    expect(only(events, 'agent:blocked')).toEqual({ question: 'Go on?', answerable: false });
    expect(only(events, 'agent:resumed')).toMatchObject({ answer: 'yes' });
  });

  it('Semantic Kernel by its older names', () => {
    const events = told(...SEMANTIC_KERNEL_TRACE);
    expect(only(events, 'model:request')).toMatchObject({
      model: 'gpt-4o',
      max_tokens: 100,
      input: [{ role: 'user', content: 'Why?' }],
    });
    expect(only(events, 'model:response')).toMatchObject({
      input_tokens: 16,
      output_tokens: 28,
      finish_reasons: 'FinishReason.STOP',
      output: [{ role: 'assistant', content: 'So.' }],
    });
  });

  it('LiteLLM: messages and calls of tools in numbered attributes, its own cost', () => {
    const events = told(...LITELLM_TRACE);
    expect(typesOf(events)).toEqual(['model:request', 'model:response', 'otel:span']);
    expect(only(events, 'model:response')).toMatchObject({
      model: 'gpt-4o-2024-08-06',
      input_tokens: 11,
      output_tokens: 2,
      cost_usd: 0.00005,
      output: [{ role: 'assistant', tool_calls: [{ name: 'look_up', arguments: '{"q":1}' }] }],
    });
  });

  it('LiteLLM since it has messages in attributes: calls of tools are still beside them', () => {
    const [call] = LITELLM_TRACE;
    const empty = '[{"role":"assistant","parts":[],"finish_reason":"tool_calls"}]';
    const attributes = { ...call?.attributes, 'gen_ai.output.messages': empty };
    expect(only(told(spanOf({ attributes })), 'model:response')).toMatchObject({
      output: [{ role: 'assistant', tool_calls: [{ name: 'look_up', arguments: '{"q":1}' }] }],
    });
    // Nothing better is told.
    const alone = { 'gen_ai.operation.name': 'chat', 'gen_ai.output.messages': empty };
    expect(only(told(spanOf({ attributes: alone })), 'model:response')).toMatchObject({
      output: [{ role: 'assistant', parts: [], finish_reason: 'tool_calls' }],
    });
  });

  it('GitHub Copilot: the agent, in its conversation', () => {
    const events = told(...COPILOT_TRACE);
    expect(events[0]).toMatchObject({ agentId: 'copilot', sessionId: 'copilot-conv' });
    expect(only(events, 'model:response')).toMatchObject({ cache_read_tokens: 512, ttft_ms: 250 });
    expect(only(events, 'tool:failed')).toMatchObject({ tool_name: 'readFile', error: 'not found' });
  });
});
